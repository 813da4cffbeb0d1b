// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/prefs.hpp>
#include <host/selection/find_identity.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/values_json.hpp>

#include <nlohmann/json.hpp>

namespace host::worker {

using nlohmann::json;

namespace {

/// `personal`: with a private key. `all` leaves out built-in roots, which no profile database holds anyway unless the
/// person edited them.
bool wanted(const std::string& kind, const nssbridge::Certificate& certificate, bool has_key) {
  if (kind == "personal") return has_key;
  if (kind == "authority") return certificate.is_authority && !has_key;
  if (kind == "correspondent") return !certificate.is_authority && !has_key && !certificate.emails.empty();
  return nssbridge::find_builtin_root(certificate.fingerprint) == nullptr;
}

}  // namespace

json list_certificates(session::Session& session) {
  const auto profile = session.required_profile("profile");
  if (auto answer = answered_by_older_nss(session, profile)) return *answer;
  become_owner_of(profile.path);
  const auto& params = session.params();
  const auto kind = params.value("kind", "personal");
  std::optional<std::string> address;
  if (params.contains("identity"))
    address = selection::find_identity(profile.path, params["identity"].get<std::string>()).email;
  json list = json::array(), nss;
  with_listed_contents(session, profile, [&](const store::Contents& contents, const nssbridge::Verifier& verifier) {
    nss = nss_json();
    for (const auto& stored : contents.certificates)
      if (wanted(kind, stored.certificate, contents.has_key(stored.certificate)))
        list.push_back(to_json(stored, contents, verifier, address ? &*address : nullptr));
  });
  return {{"certificates", std::move(list)}, {"nss", std::move(nss)}};
}

}  // namespace host::worker
