// SPDX-License-Identifier: MPL-2.0
#include <host/scan/across.hpp>

#include <host/audit/finding.hpp>
#include <host/audit/rsa_numbers.hpp>
#include <host/audit/shared_primes.hpp>
#include <host/protocol/members.hpp>

namespace host::scan {

using namespace host::audit;
using nlohmann::json;
using protocol::text_member;

namespace {

void add_finding(json& entry, const Finding& finding) {
  entry["findings"].push_back(to_json(finding, text_member(entry, "id")));
  auto& count = entry["summary"][std::string(name_of(finding.severity))];
  count = count.get<std::size_t>() + 1;
}

Finding about(RuleId rule, Severity severity, std::string message, const std::string& certificate, const std::string& key) {
  Finding finding{.rule = rule, .severity = severity, .message = std::move(message)};
  finding.certificate = nssbridge::Fingerprint::parse(certificate);
  finding.subject = key;
  return finding;
}

}  // namespace

void Across::add(const json& profile, const json& keys) {
  if (keys.empty()) return;
  json title = json::object();
  for (const char* name : {"id", "application", "path", "user", "name"}) title[name] = text_member(profile, name);
  m_profiles.push_back(std::move(title));
  for (const auto& each : keys) {
    auto& key = m_keys[text_member(each, "id")];
    key.places.push_back({m_profiles.size() - 1, text_member(each, "certificate")});
    const auto modulus = nssbridge::from_base64(text_member(each, "modulus"));
    if (key.modulus == 0 && modulus) key.modulus = number_from(*modulus).value_or(0);
  }
}

json& Across::entry_for(std::map<std::size_t, json>& found, std::size_t profile) const {
  auto& entry = found[profile];
  if (entry.is_null()) {
    entry = m_profiles[profile];
    entry["findings"] = json::array();
    entry["summary"] = {{"error", 0}, {"warning", 0}, {"note", 0}};
  }
  return entry;
}

void Across::add_duplicates(std::map<std::size_t, json>& found) const {
  for (const auto& [id, key] : m_keys) {
    if (key.places.size() < 2) continue;
    for (const auto& place : key.places) {
      auto finding = about(RuleId("STORE-DUPLICATE"), Severity::note,
                           "This private key lies in " + std::to_string(key.places.size()) + " profiles of this scan.",
                           place.certificate, id);
      finding.evidence["profiles"] = json::array();
      for (const auto& other : key.places)
        if (finding.evidence["profiles"].size() < 16) finding.evidence["profiles"].push_back(m_profiles[other.profile]["id"]);
      add_finding(entry_for(found, place.profile), finding);
    }
  }
}

void Across::add_shared_primes(std::map<std::size_t, json>& found) const {
  std::vector<mpz_class> moduli;
  std::vector<const std::pair<const std::string, Key>*> keys;
  for (const auto& each : m_keys) {
    if (each.second.modulus == 0) continue;
    moduli.push_back(each.second.modulus);
    keys.push_back(&each);
  }
  const auto shared = with_shared_primes(moduli);
  for (std::size_t i = 0; i < shared.size(); ++i) {
    if (!shared[i]) continue;
    for (const auto& place : keys[i]->second.places)
      add_finding(entry_for(found, place.profile),
                  about(RuleId("KEY-FACTORABLE"), Severity::error,
                        "This key has a prime in common with another key of this scan, so both can be factored.",
                        place.certificate, "shared-prime"));
  }
}

std::vector<json> Across::findings() const {
  std::map<std::size_t, json> found;
  add_shared_primes(found);
  add_duplicates(found);
  std::vector<json> list;
  for (auto& [number, entry] : found) list.push_back(std::move(entry));
  return list;
}

}  // namespace host::scan
