// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/prefs.hpp>
#include <host/selection/find_identity.hpp>
#include <host/worker/certificate_text.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/values_json.hpp>

#include <nlohmann/json.hpp>

namespace host::worker {

using protocol::JsonText;

namespace {

/// `personal`: with a private key. `all` leaves out built-in roots, which no profile database holds anyway
/// unless the person edited them.
bool wanted(const std::string& kind, const nssbridge::Certificate& certificate, bool has_key) {
  if (kind == "personal") return has_key;
  if (kind == "authority") return certificate.is_authority && !has_key;
  if (kind == "correspondent") return !certificate.is_authority && !has_key && !certificate.emails.empty();
  return nssbridge::find_builtin_root(certificate.fingerprint) == nullptr;
}

std::vector<const nssbridge::StoredCertificate*> certificates_of(const std::string& kind,
                                                                 const store::Contents& contents) {
  std::vector<const nssbridge::StoredCertificate*> listed;
  for (const auto& stored : contents.certificates)
    if (wanted(kind, stored.certificate, contents.has_key(stored.certificate))) listed.push_back(&stored);
  return listed;
}

}  // namespace

JsonText list_certificates(session::Session& session) {
  const auto profile = session.required_profile("profile");
  JsonText result(channel::largest_frame);
  if (const auto answer = answered_by_older_nss(session, profile)) return std::move(result.value(*answer));
  settle_on({profile.path});
  const auto& params = session.params();
  const auto kind = params.value("kind", "personal");
  std::optional<std::string> address;
  if (params.contains("identity"))
    address = selection::find_identity(profile.path, params["identity"].get<std::string>()).email;
  const auto tokens = wanted_tokens(session, profile);
  with_listed_contents(session, profile,
                       [&](const store::Contents& contents, const nssbridge::Verifier& verifier) {
                         const auto listed = certificates_of(kind, contents);
                         verifier.prepare(listed);
                         result.begin_object().key("certificates").begin_array();
                         for (const auto* stored : listed)
                           append(result, *stored, verifier, address ? &*address : nullptr);
                         result.end_array();
                         nlohmann::json rest{{"nss", nss_json()}};
                         if (tokens) tokens->add_to(rest);
                         for (const auto& [name, value] : rest.items()) result.key(name).value(value);
                         result.end_object();
                       }, tokens);
  return result;
}

}  // namespace host::worker
