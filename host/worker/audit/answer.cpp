// SPDX-License-Identifier: MPL-2.0
#include <host/worker/audit/answer.hpp>

#include <host/audit/checks.hpp>
#include <host/audit/examination.hpp>
#include <host/channel/channel.hpp>
#include <host/selection/pending.hpp>
#include <host/worker/certificate_text.hpp>
#include <host/worker/values_json.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace host::worker::audit {

using nlohmann::json;
using nssbridge::StoredCertificate;
using protocol::JsonText;

namespace {

/// Where the keys are not known, no answer says that there is none.
void mark_as_unknown(json& selected) {
  if (selected.is_null()) return;
  selected["verdict"]["reasons"].push_back(
      {{"kind", "unknown"}, {"message", "Whether its private key is here could not be found out."}});
}

json identities_json(const Target& target, const Examination& examination) {
  json list = json::array();
  const auto& identities = examination.facts().identities;
  if (!identities) return list;
  const auto kept = selection::read_kept(target.profile.path);
  for (const auto& identity : *identities) {
    json entry = to_json(identity, examination.contents(), examination.verifier(), kept);
    if (!examination.keys_known())
      for (const char* purpose : {"signing", "encryption"}) mark_as_unknown(entry[purpose]);
    list.push_back(std::move(entry));
  }
  return list;
}

std::set<std::string> selected_keys(const host::audit::Facts& facts) {
  std::set<std::string> keys;
  for (const auto& identity : facts.identities.value_or(std::vector<selection::Identity>{}))
    for (const auto* stored : {&identity.signing, &identity.encryption})
      if (*stored) keys.insert((*stored)->db_key);
  return keys;
}

bool states_trust(const store::Contents& contents, const nssbridge::Certificate& certificate) {
  if (!certificate.is_authority) return false;
  const auto found = contents.trust.find({certificate.issuer_der, certificate.serial});
  return found != contents.trust.end() && found->second != nssbridge::TrustPair{};
}

/// Personal and selected ones, and authorities of which the profile itself says something; others only where asked for.
std::vector<const StoredCertificate*> shown(const Target& target, const Examination& examination) {
  const auto selected = selected_keys(examination.facts());
  std::vector<const StoredCertificate*> list;
  for (const auto& stored : examination.contents().certificates) {
    const auto& certificate = stored.certificate;
    if (target.with_correspondents || examination.contents().has_key(certificate) ||
        selected.contains(certificate.db_key) || states_trust(examination.contents(), certificate))
      list.push_back(&stored);
  }
  return list;
}

/// Of one with a key: when the first above it ends. Nobody believes its signatures or encrypts to it after that.
std::optional<nssbridge::Time> end_of_chain(const Examination& examination, const nssbridge::Certificate& certificate) {
  if (!examination.contents().has_key(certificate)) return std::nullopt;
  const auto chain = examination.verifier().chain(certificate, std::min(examination.facts().at, certificate.not_after));
  const auto* first = *std::ranges::min_element(chain.certificates, {}, &nssbridge::Certificate::not_after);
  return first->not_after;
}

using CertificatesByKey = std::map<nssbridge::Bytes, const StoredCertificate*>;

/// One of each private key.
CertificatesByKey certificates_of_keys(const Examination& examination) {
  CertificatesByKey certificates;
  for (const auto& stored : examination.contents().certificates)
    if (examination.contents().has_key(stored.certificate)) certificates.emplace(stored.certificate.key_id, &stored);
  return certificates;
}

void append_keys(JsonText& text, const Examination& examination, const CertificatesByKey& certificates) {
  text.key("keys").begin_array();
  for (const auto& id : examination.contents().key_ids) {
    const auto found = certificates.find(id);
    text.begin_object().key("id").string(nssbridge::to_hex(id));
    if (found != certificates.end()) {
      const auto& certificate = found->second->certificate;
      text.key("certificate").string(certificate.fingerprint.hex());
      if (const auto numbers = nssbridge::rsa_numbers(certificate))
        text.key("modulus").string(nssbridge::to_base64(numbers->modulus));
    }
    text.end_object();
  }
  text.end_array();
}

/// The moduli of the certificates that stand for no private key in `keys`.
void append_public_keys(JsonText& text, const Examination& examination, const CertificatesByKey& in_keys) {
  text.key("publicKeys").begin_array();
  for (const auto& stored : examination.contents().certificates) {
    const auto& certificate = stored.certificate;
    const auto numbers = nssbridge::rsa_numbers(certificate);
    const auto own = in_keys.find(certificate.key_id);
    if (!numbers || (own != in_keys.end() && own->second == &stored)) continue;
    text.begin_object().key("certificate").string(certificate.fingerprint.hex());
    text.key("role").string(examination.contents().has_key(certificate) ? "personal"
                            : host::audit::is_authority(certificate)    ? "authority"
                                                                        : "correspondent");
    text.key("modulus").string(nssbridge::to_base64(numbers->modulus)).end_object();
  }
  text.end_array();
}

void append_findings(JsonText& text, const host::audit::Facts& facts) {
  std::map<std::string_view, std::uint64_t> counts{{"error", 0}, {"warning", 0}, {"note", 0}};
  text.key("findings").begin_array();
  for (const auto& finding : host::audit::examine(facts)) {
    ++counts[host::audit::name_of(finding.severity)];
    text.value(host::audit::to_json(finding, facts.profile));
  }
  text.end_array().key("summary").begin_object();
  for (const char* severity : {"error", "warning", "note"}) text.key(severity).number(counts[severity]);
  text.end_object();
}

}  // namespace

JsonText answer(const Target& target, const Examination& examination) {
  const auto& facts = examination.facts();
  const auto& profile = target.profile;
  JsonText text(channel::largest_frame);
  text.begin_object().key("id").string(profile.id);
  text.key("application").string(profiles::name_of(profile.application));
  text.key("path").string(profile.path.native());
  text.key("user").string(target.user).key("name").string(profile.name);
  text.key("identities").value(identities_json(target, examination));
  text.key("certificates").begin_array();
  const auto certificates = shown(target, examination);
  examination.verifier().prepare(certificates);
  for (const auto* stored : certificates) append(text, *stored, examination.verifier(), nullptr, end_of_chain(examination, stored->certificate));
  text.end_array();
  append_findings(text, facts);
  text.key("unknown").begin_array();
  for (const auto& word : host::audit::unknown_in(facts)) text.string(word);
  text.end_array();
  const auto of_keys = certificates_of_keys(examination);
  append_keys(text, examination, of_keys);
  if (target.public_keys) append_public_keys(text, examination, of_keys);
  text.key("nss").value(nss_json());
  text.end_object();
  return text;
}

}  // namespace host::worker::audit
