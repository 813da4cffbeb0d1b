// SPDX-License-Identifier: MPL-2.0
#include <host/audit/rules.hpp>
#include <host/fleet/rows.hpp>
#include <host/protocol/members.hpp>
#include <host/report/counts.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace host::fleet {

using nlohmann::json;
using protocol::text_member;

namespace {

/// The statements that one profile after another is put together with.
class ProfileRows {
 public:
  explicit ProfileRows(State& state)
      : m_first_pass(state.first_pass()),
        m_compares(state.last_merge().has_value()),
        m_profiles(state.database().prepare(
            "SELECT host, user, p.name, content, document, h.name FROM profile p JOIN host h ON h.id = p.host ORDER BY user, p.name, content, h.name")),
        m_findings(state.database().prepare("SELECT key, document, first, incomparable, gone FROM finding WHERE host = ? AND user = ? AND profile = ?")) {}

  void for_each(const Take& take) {
    for (m_profiles.with(); m_profiles.step();) {
      std::string content(m_profiles.text(3));
      if (content != m_content || m_profiles.text(1) != text_member(m_profile, "user") || m_profiles.text(2) != text_member(m_profile, "id")) {
        give(take);
        m_content = std::move(content);
        m_profile = json::parse(m_profiles.text(4));
        m_profile["user"] = m_profiles.text(1);
      }
      add_host(m_profiles.number(0), std::string(m_profiles.text(5)));
    }
    give(take);
  }

 private:
  struct Found {
    json finding;
    std::vector<std::string> hosts, new_on, gone_on;
    bool was_known = false;  ///< on one of the hosts
  };

  void add_host(std::int64_t host, const std::string& name) {
    m_hosts.push_back(name);
    const std::string user = text_member(m_profile, "user");
    for (m_findings.with(host, user, text_member(m_profile, "id")); m_findings.step();) {
      const std::string key(m_findings.text(0));
      Found& found = m_found[key];
      if (m_findings.number(4) != 0) {
        found.gone_on.push_back(name);
        continue;
      }
      if (found.finding.is_null()) found.finding = json::parse(m_findings.text(1));
      found.hosts.push_back(name);
      const bool comparable = m_compares && m_findings.number(3) < m_first_pass, is_new = m_findings.number(2) >= m_first_pass;
      if (comparable && is_new) found.new_on.push_back(name);
      if (comparable && !is_new) found.was_known = true;
    }
  }

  void give(const Take& take) {
    if (m_profile.is_null()) return;
    m_profile["hosts"] = std::exchange(m_hosts, {});
    json& findings = m_profile["findings"] = json::array();
    for (auto& [key, found] : std::exchange(m_found, {})) {
      if (found.finding.is_null()) continue;  // gone on all hosts of the row
      found.finding["hosts"] = found.hosts;
      if (!found.new_on.empty() || found.was_known) found.finding["baseline"] = found.new_on.empty() ? "unchanged" : "new";
      if (!found.new_on.empty()) found.finding["newOn"] = found.new_on;
      if (!found.gone_on.empty()) found.finding["goneOn"] = found.gone_on;
      findings.push_back(std::move(found.finding));
    }
    std::ranges::stable_sort(findings.get_ref<json::array_t&>(), {}, &ProfileRows::order);
    report::Counts counts;
    counts.add_findings_of(m_profile);
    m_profile["summary"] = counts.by_severity();
    take(std::exchange(m_profile, nullptr));
  }
  /// The worst first, then as the table of rules has them.
  static std::pair<int, std::size_t> order(const json& finding) {
    const auto severity = audit::severity_from(text_member(finding, "severity"));
    const auto rule = audit::RuleId::from(text_member(finding, "rule"));
    return {severity ? -static_cast<int>(*severity) : 0, rule ? rule->row() : audit::rules.size()};
  }

  std::int64_t m_first_pass;
  bool m_compares;
  Statement m_profiles, m_findings;
  json m_profile;
  std::string m_content;
  std::vector<std::string> m_hosts;
  std::map<std::string, Found> m_found;
};

json gone_finding(const json& finding, const std::string& profile) {
  json gone{{"profile", profile}, {"evidence", json::object()}};
  for (const char* name : {"rule", "severity", "message", "reference", "key", "certificate", "role", "redacted"})
    if (finding.contains(name)) gone[name] = finding[name];
  if (const auto rule = audit::RuleId::from(text_member(finding, "rule"))) gone["message"] = rule->rule().title;
  return gone;
}

void set_text(json& row, const char* name, std::string_view text) {
  if (!text.empty()) row[name] = text;
}

void set_time(json& row, const char* name, std::int64_t time) {
  if (time != 0) row[name] = nssbridge::to_rfc3339(time);
}

}  // namespace

void for_each_profile(State& state, const Take& take) { ProfileRows(state).for_each(take); }

void for_each_certificate(State& state, const Take& take) {
  auto rows = state.database().prepare(
      "SELECT c.id, c.document, h.name, own FROM certificate c JOIN holding g ON g.certificate = c.id JOIN host h ON h.id = g.host "
      "ORDER BY c.id, h.name");
  std::int64_t id = 0;
  json certificate;
  for (rows.with(); rows.step();) {
    if (rows.number(0) != id) {
      if (!certificate.is_null()) take(std::move(certificate));
      id = rows.number(0);
      certificate = json::parse(rows.text(1));
      certificate["own"] = false;
    }
    certificate["hosts"].push_back(rows.text(2));
    if (rows.number(3) != 0) certificate["own"] = true;
  }
  if (!certificate.is_null()) take(std::move(certificate));
}

std::vector<json> gone_findings(State& state) {
  using Name = std::array<std::string, 3>;  // user, key, profile
  auto rows = state.database().prepare(
      "SELECT f.user, f.key, f.profile, p.content, h.name, f.document FROM finding f JOIN host h ON h.id = f.host "
      "LEFT JOIN profile p ON p.host = f.host AND p.user = f.user AND p.name = f.profile "
      "WHERE f.gone IS NOT NULL ORDER BY f.user, f.key, p.content, h.name");
  auto shown = state.database().prepare(  // in a row that says where it is gone
      "SELECT 1 FROM profile p JOIN finding f ON f.host = p.host AND f.user = p.user WHERE p.user = ? AND p.name = ? AND p.content = ? AND f.key = ? "
      "AND f.gone IS NULL LIMIT 1");
  std::vector<json> gone;
  Name last, listed;  // of the row before, and of the last one in `gone`
  std::string last_content;
  bool is_shown = false;
  for (rows.with(); rows.step();) {
    const Name name{std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2))};
    const std::string content(rows.text(3));
    if (name != last || content != last_content) is_shown = shown.with(name[0], name[2], content, name[1]).step();
    last = name;
    last_content = content;
    if (is_shown) continue;
    if (gone.empty() || name != listed) gone.push_back(gone_finding(json::parse(rows.text(5)), name[2]));
    gone.back()["hosts"].push_back(rows.text(4));
    listed = name;
  }
  return gone;
}

std::vector<json> unreachable_places(State& state) {
  auto rows = state.database().prepare("SELECT name, places FROM host WHERE places IS NOT NULL AND places != '[]' ORDER BY name");
  std::vector<json> places;
  for (rows.with(); rows.step();) {
    json of_host = json::parse(rows.text(1));
    for (json& place : of_host) {
      place["host"] = rows.text(0);
      places.push_back(std::move(place));
    }
  }
  return places;
}

std::vector<json> hosts(State& state) {
  auto rows = state.database().prepare(
      "SELECT name, state, message, collected, audited, version, nss, "
      "(SELECT count(*) FROM finding WHERE host = h.id AND gone IS NULL AND severity = 'error'), "
      "(SELECT count(*) FROM finding WHERE host = h.id AND gone IS NULL AND severity = 'warning'), "
      "(SELECT count(*) FROM finding WHERE host = h.id AND gone IS NULL AND severity = 'note') FROM host h ORDER BY name");
  std::vector<json> found;
  for (rows.with(); rows.step();) {
    json row{{"host", rows.text(0)}, {"state", rows.text(1)}, {"error", rows.number(7)}, {"warning", rows.number(8)}, {"note", rows.number(9)}};
    set_text(row, "message", rows.text(2));
    set_time(row, "collected", rows.number(3));
    set_time(row, "audited", rows.number(4));
    set_text(row, "version", rows.text(5));
    set_text(row, "nss", rows.text(6));
    found.push_back(std::move(row));
  }
  for (const auto& [file, reason] : state.nameless())
    found.push_back({{"file", file}, {"state", name_of(HostState::rejected)}, {"message", reason}});
  return found;
}

}  // namespace host::fleet
