// SPDX-License-Identifier: MPL-2.0
#include <host/worker/certificate_text.hpp>

namespace host::worker {

using nssbridge::Trust;
using protocol::JsonText;

namespace {

const char* name_of(Trust trust) {
  switch (trust) {
    case Trust::trusted:
      return "trusted";
    case Trust::distrusted:
      return "distrusted";
    case Trust::unknown:
      return "unknown";
    case Trust::none:
      break;
  }
  return "none";
}

void append_key(JsonText& text, const nssbridge::PublicKeyInfo& key) {
  text.key("key").begin_object();
  text.key("algorithm").string(key.algorithm).key("bits").number(key.bits);
  if (key.curve) text.key("curve").string(*key.curve);
  text.end_object();
}

void append_strings(JsonText& text, const char* name, const std::vector<std::string>& strings) {
  text.key(name).begin_array();
  for (const auto& each : strings) text.string(each);
  text.end_array();
}

void append_reason(JsonText& text, const nssbridge::Reason& reason) {
  text.begin_object().key("kind").string(reason.kind).key("message").string(reason.message);
  if (reason.fix) {
    text.key("fix").begin_object().key("text").string(reason.fix->text);
    if (reason.fix->command) text.key("command").string(*reason.fix->command);
    text.end_object();
  }
  if (!reason.rules.empty()) append_strings(text, "rules", reason.rules);
  text.end_object();
}

void append_verdict(JsonText& text, const char* name, const nssbridge::Verdict& verdict) {
  text.key(name).begin_object().key("ok").boolean(verdict.ok).key("reasons").begin_array();
  for (const auto& reason : verdict.reasons) append_reason(text, reason);
  text.end_array().end_object();
}

}  // namespace

void append(JsonText& text, const nssbridge::StoredCertificate& stored, const nssbridge::Verifier& verifier,
            const std::string* address, std::optional<nssbridge::Time> chain_ends) {
  const auto& certificate = stored.certificate;
  const auto trust = verifier.trust_of(certificate);
  const auto verdicts = verifier.verdicts(certificate, address);
  text.begin_object().key("fingerprint").string(certificate.fingerprint.hex());
  text.key("subject").string(certificate.subject).key("issuer").string(certificate.issuer);
  text.key("serial").string(nssbridge::to_hex(certificate.serial));
  text.key("notBefore").string(nssbridge::to_rfc3339(certificate.not_before));
  text.key("notAfter").string(nssbridge::to_rfc3339(certificate.not_after));
  if (chain_ends && *chain_ends < certificate.not_after) text.key("chainNotAfter").string(nssbridge::to_rfc3339(*chain_ends));
  append_strings(text, "emails", certificate.emails);
  text.key("nickname").string(stored.nickname);
  text.key("displayName").string(certificate.display_name).key("dbKey").string(certificate.db_key);
  append_key(text, certificate.key);
  const auto has_key = verifier.has_private_key(certificate);
  text.key("hasPrivateKey");
  has_key ? text.boolean(*has_key) : text.null();
  text.key("isAuthority").boolean(certificate.is_authority).key("token");
  stored.token.empty() ? text.null() : text.string(stored.token);
  text.key("trust").begin_object();
  text.key("email").string(name_of(trust.email)).key("web").string(name_of(trust.web)).end_object();
  append_verdict(text, "canSign", verdicts.signing);
  append_verdict(text, "canEncrypt", verdicts.encryption);
  text.end_object();
}

}  // namespace host::worker
