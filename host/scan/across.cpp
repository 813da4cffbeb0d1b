// SPDX-License-Identifier: MPL-2.0
#include <host/scan/across.hpp>

#include <host/audit/finding.hpp>
#include <host/protocol/members.hpp>

namespace host::scan {

using namespace host::audit;
using nlohmann::json;
using protocol::list_member;
using protocol::text_member;

namespace {

void add_finding(json& entry, const Finding& finding) {
  entry["findings"].push_back(to_json(finding, text_member(entry, "id")));
  auto& count = entry["summary"][std::string(name_of(finding.severity))];
  count = count.get<std::size_t>() + 1;
}

/// Reports leave out the names of correspondents, so it is said whose certificate it is.
Role role_named(const std::string& name) {
  if (name == "personal") return Role::personal;
  return name == "authority" ? Role::authority : Role::correspondent;
}

Finding about(RuleId rule, Severity severity, std::string message, const std::string& certificate, Role role) {
  Finding finding{.rule = rule, .severity = severity, .message = std::move(message)};
  finding.certificate = nssbridge::Fingerprint::parse(certificate);
  if (finding.certificate) finding.role = role;
  return finding;
}

}  // namespace

void Across::add(const json& profile) {
  const json keys = list_member(profile, "keys"), others = list_member(profile, "publicKeys");
  if (keys.empty() && others.empty()) return;
  json title = json::object();
  for (const char* name : {"id", "application", "path", "user", "name"}) title[name] = text_member(profile, name);
  m_profiles.push_back(std::move(title));
  const std::size_t number = m_profiles.size() - 1;
  for (const auto& each : keys) {
    const auto certificate = text_member(each, "certificate");
    m_keys[text_member(each, "id")].push_back({number, certificate});
    m_moduli.add({number, certificate, "personal"}, text_member(each, "modulus"));
  }
  for (const auto& each : others)
    m_moduli.add({number, text_member(each, "certificate"), text_member(each, "role")}, text_member(each, "modulus"));
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
  for (const auto& [id, places] : m_keys) {
    if (places.size() < 2) continue;
    json profiles = json::array();
    for (const auto& place : places)
      if (profiles.size() < 16) profiles.push_back(m_profiles[place.profile]["id"]);
    for (const auto& place : places) {
      auto finding = about(RuleId("STORE-DUPLICATE"), Severity::note,
                           "This private key lies in " + std::to_string(places.size()) + " profiles of this scan.",
                           place.certificate, Role::personal);
      finding.subject = id;
      finding.evidence["profiles"] = profiles;
      add_finding(entry_for(found, place.profile), finding);
    }
  }
}

void Across::add_shared_primes(std::map<std::size_t, json>& found) {
  m_moduli.for_each_that_shares_a_prime([&](const Moduli::Place& place) {
    auto finding = about(RuleId("KEY-FACTORABLE"), Severity::error,
                         "This key has a prime in common with another key of this scan, so both can be factored.",
                         place.certificate, role_named(place.role));
    finding.subject = "shared-prime";
    finding.evidence["how"] = "shared-prime";
    add_finding(entry_for(found, place.profile), finding);
  });
}

std::vector<json> Across::findings() {
  std::map<std::size_t, json> found;
  add_shared_primes(found);
  add_duplicates(found);
  std::vector<json> list;
  for (auto& [number, entry] : found) list.push_back(std::move(entry));
  return list;
}

}  // namespace host::scan
