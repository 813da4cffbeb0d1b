// SPDX-License-Identifier: MPL-2.0
#include <host/worker/values_json.hpp>

#include <host/protocol/error_json.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace host::worker {

using nlohmann::json;
using nssbridge::Purpose;

namespace {

json fingerprints_json(const std::vector<const nssbridge::StoredCertificate*>& list) {
  json names = json::array();
  for (const auto* each : list) names.push_back(each->certificate.fingerprint.hex());
  return names;
}

const char* technology_name(int technology) {
  return technology == 1 ? "smime" : technology == 2 ? "openpgp" : "automatic";
}

/// The first candidate that carries the address and was issued for the place of the selected certificate.
json newer_json(const selection::Resolved& resolved, const std::string& address,
                const std::vector<const nssbridge::StoredCertificate*>& candidates) {
  if (resolved.certificate == nullptr) return nullptr;
  const auto found = std::ranges::find_if(candidates, [&](const auto* each) {
    return nssbridge::carries_address(each->certificate, address) &&
           selection::is_newer(each->certificate, resolved.certificate->certificate);
  });
  return found == candidates.end() ? json() : json((*found)->certificate.fingerprint.hex());
}

/// What an identity uses for one purpose, and what it could use.
struct Selected {
  json selected, newer, candidates;
};

Selected selected_json(const std::optional<selection::Stored>& stored, Purpose purpose, const std::string& address,
             const store::Contents& contents, const nssbridge::Verifier& verifier) {
  const auto candidates = selection::candidates(purpose, address, contents, verifier);
  Selected use{nullptr, nullptr, fingerprints_json(candidates)};
  if (!stored) return use;
  const auto resolved = selection::resolve(*stored, purpose, address, contents, verifier);
  use.selected = to_json(resolved);
  use.newer = newer_json(resolved, address, candidates);
  return use;
}

json pending_json(const std::string& identity, const std::vector<selection::Pending>& all) {
  auto found = std::ranges::find(all, identity, &selection::Pending::identity);
  if (found == all.end()) return nullptr;
  auto name = [](const std::string& fingerprint) { return fingerprint.empty() ? json() : json(fingerprint); };
  return {{"signing", name(found->signing_fingerprint)},
          {"encryption", name(found->encryption_fingerprint)},
          {"since", found->since}};
}

json dropped_json(const std::string& identity, const std::vector<selection::Dropped>& all) {
  auto found = std::ranges::find(all, identity, &selection::Dropped::identity);
  if (found == all.end()) return nullptr;
  return {{"reason", nssbridge::to_valid_utf8(found->reason)}, {"time", found->time}};
}

}  // namespace

json to_json(const nssbridge::Verdict& verdict) { return protocol::verdict_json(verdict.ok, verdict.reasons); }

json to_json(const selection::Resolved& resolved) {
  return {{"fingerprint", resolved.certificate ? json(resolved.certificate->certificate.fingerprint.hex()) : json()},
          {"dbKey", nssbridge::to_valid_utf8(resolved.stored.db_key)},
          {"displayName", nssbridge::to_valid_utf8(resolved.stored.name)},
          {"verdict", to_json(resolved.verdict)}};
}

json to_json(const selection::Identity& identity, const store::Contents& contents, const nssbridge::Verifier& verifier,
             const selection::Kept& kept) {
  const auto signing = selected_json(identity.signing, Purpose::signing, identity.email, contents, verifier);
  const auto encryption = selected_json(identity.encryption, Purpose::encryption, identity.email, contents, verifier);
  return {{"id", identity.id},
          {"name", nssbridge::to_valid_utf8(identity.name)},
          {"email", nssbridge::to_valid_utf8(identity.email)},
          {"signing", signing.selected},
          {"encryption", encryption.selected},
          {"signByDefault", identity.sign_by_default},
          {"encryptByDefault", identity.encrypt_by_default ? "required" : "off"},
          {"pending", pending_json(identity.id, kept.pending)},
          {"dropped", dropped_json(identity.id, kept.dropped)},
          {"technology", technology_name(identity.technology)},
          {"newer", {{"signing", signing.newer}, {"encryption", encryption.newer}}},
          {"candidates", {{"signing", signing.candidates}, {"encryption", encryption.candidates}}}};
}

json nss_json() {
  return {{"version", nssbridge::Library::version()},
          {"softoken", nssbridge::Library::softoken_version()},
          {"library", nssbridge::Library::softoken_folder().string()}};
}

}  // namespace host::worker
