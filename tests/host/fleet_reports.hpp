// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/fleet/rows.hpp>
#include <host/fleet/state.hpp>
#include <support/temporary_folder.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

/// Reports of hosts, made up, and what a state makes of them.
namespace tests {

using namespace host::fleet;
using nlohmann::json;

struct Found {
  std::string rule = "STORE-NO-PASSWORD", severity = "warning";
  bool redacted = false;
};

inline json profile_of(const std::string& user, const std::vector<Found>& findings, const json& certificates = json::array()) {
  json made{{"id", "p-" + user}, {"application", "thunderbird"}, {"path", "/home/" + user}, {"user", user}, {"name", "default"},
            {"identities", json::array()}, {"certificates", certificates}, {"unknown", json::array()}, {"findings", json::array()}};
  for (const Found& each : findings) {
    std::string key = each.rule + user;
    key.resize(64, 'k');
    made["findings"].push_back({{"rule", each.rule}, {"severity", each.severity}, {"message", "It is so."}, {"evidence", json::object()}, {"key", key}, {"redacted", each.redacted}});
  }
  return made;
}

inline json certificate_of(const std::string& name, bool authority) {
  return {{"fingerprint", std::string(64, name.front())}, {"subject", "CN=" + name}, {"isAuthority", authority}, {"hasPrivateKey", !authority}, {"emails", json::array()}};
}

inline Result audited_at(nssbridge::Time collected, const std::string& redaction = {}) {
  Result result;
  result.collected = collected;
  result.redaction = redaction;
  return result;
}

inline void give(State& state, const std::string& host, const std::vector<json>& profiles, const Result& result) {
  state.merge(host, [&](const ResultParts& parts) {
    for (json profile : profiles) parts.profile(std::move(profile));
    return result;
  });
}

/// "desk": "findings"
inline std::map<std::string, std::string> states_of(State& state) {
  std::map<std::string, std::string> states;
  for (const json& host : hosts(state)) states[host.value("host", host.value("file", ""))] = host["state"];
  return states;
}

inline std::vector<json> rows_of(State& state, void (*each)(State&, const Take&)) {
  std::vector<json> rows;
  each(state, [&](json&& row) { rows.push_back(std::move(row)); });
  return rows;
}

inline std::vector<json> profiles_of(State& state) { return rows_of(state, for_each_profile); }

/// {rule: baseline} of all findings.
inline std::map<std::string, std::string> baselines_of(State& state) {
  std::map<std::string, std::string> found;
  for (const json& profile : profiles_of(state))
    for (const json& finding : profile["findings"]) found[finding["rule"]] = finding.value("baseline", "");
  return found;
}

/// One database over several merges.
class Merges {
 public:
  std::filesystem::path file() const { return m_folder.path() / "fleet.db"; }
  State& begin() { return m_state.emplace(file()); }
  void end() {
    m_state->complete(std::nullopt);
    m_state->commit(++m_time);
    m_state.reset();
  }

 private:
  TemporaryFolder m_folder;
  std::optional<State> m_state;
  nssbridge::Time m_time = 1'000;
};

inline const Found no_password{}, expired{"CERT-EXPIRED", "error"}, note{"EKU-ABSENT", "note"};

}  // namespace tests
