// SPDX-License-Identifier: MPL-2.0
#include <host/migration/proof.hpp>

#include <host/session/login.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <functional>

namespace host::migration {

using nlohmann::json;
using nssbridge::Checks;
using nssbridge::Error;
using nssbridge::Fingerprint;
using nssbridge::Kind;
using nssbridge::Library;

namespace {

std::vector<CertificatePlan*> provable(Plan& plan) {
  std::vector<CertificatePlan*> found;
  for (auto& each : plan.certificates)
    if (!each.without_key && (each.outcome == Outcome::copied || each.outcome == Outcome::present)) found.push_back(&each);
  return found;
}

/// Judges what really stands in the database now, not what was planned.
std::vector<Checks> prove_here(Library& library, const std::vector<Fingerprint>& wanted,
                               const std::function<void(std::size_t)>& progress) {
  const auto certificates = library.main().certificates();
  const nssbridge::Verifier verifier(certificates, nssbridge::read_trust(library.main()), std::nullopt,
                                     {.at = store::now()});
  std::map<Fingerprint, const nssbridge::StoredCertificate*> by_name;
  for (const auto& stored : certificates) by_name.emplace(stored.certificate.fingerprint, &stored);
  std::vector<Checks> results;
  for (const auto& fingerprint : wanted) {
    progress(results.size());
    auto found = by_name.find(fingerprint);
    if (found == by_name.end())
      results.push_back({false, {}, {}, {}});
    else
      results.push_back(nssbridge::prove(library, *found->second, verifier));
  }
  return results;
}

std::optional<bool> tri_state(const json& value) {
  return value.is_boolean() ? std::optional<bool>(value.get<bool>()) : std::nullopt;
}

std::vector<Checks> prove_elsewhere(session::Session& session, const std::string& folder, const profiles::Profile& to,
                                    const std::vector<Fingerprint>& wanted) {
  json fingerprints = json::array();
  for (const auto& fingerprint : wanted) fingerprints.push_back(fingerprint.hex());
  const auto answer = session.ask_worker(
      folder, "proof.run", {{"profile", to.id}, {"path", to.path.string()}, {"fingerprints", fingerprints}});
  std::vector<Checks> results(wanted.size());
  if (!answer || answer->at("checks").size() != wanted.size()) return results;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& each = answer->at("checks")[i];
    results[i] = {tri_state(each.at("keyMatches")), tri_state(each.at("chain")), tri_state(each.at("signVerify")),
                  tri_state(each.at("encryptDecrypt"))};
  }
  return results;
}

}  // namespace

void prove(session::Session& session, Library& library, const Sides& sides, Plan& plan) {
  const auto nss = session.nss_of(sides.to.application);
  const auto targets = provable(plan);
  if (!nss || targets.empty()) return;
  std::vector<Fingerprint> wanted;
  for (const auto* each : targets) wanted.push_back(each->certificate->certificate.fingerprint);
  const bool loaded_here = Library::softoken_folder() == nss->folder;
  const auto results = loaded_here
                           ? prove_here(library, wanted, [&](std::size_t done) {
                               session.progress("verify", done, wanted.size());
                             })
                           : prove_elsewhere(session, nss->folder, sides.to, wanted);
  for (std::size_t i = 0; i < targets.size(); ++i) targets[i]->checks = results[i];
}

json prove_for_other_worker(session::Session& session) {
  const auto& params = session.params();
  const auto profile = profiles::at_path(params.at("path").get<std::string>());
  std::vector<Fingerprint> wanted;
  for (const auto& text : params.at("fingerprints"))
    wanted.push_back(Fingerprint::parse(text.get<std::string>()).value_or(Fingerprint{}));
  Library library(profile.path, Library::Access::read_only);
  session::Passwords passwords;
  session::log_in(session, library.main(), profile, "to", passwords);
  json checks = json::array();
  for (const auto& each : prove_here(library, wanted, [](std::size_t) {})) checks.push_back(to_json(each));
  library.close();
  return {{"checks", checks}};
}

json to_json(const Checks& checks) {
  auto value = [](const std::optional<bool>& check) { return check ? json(*check) : json(); };
  return {{"keyMatches", value(checks.key_matches)},
          {"chain", value(checks.chain)},
          {"signVerify", value(checks.sign_verify)},
          {"encryptDecrypt", value(checks.encrypt_decrypt)}};
}

}  // namespace host::migration
