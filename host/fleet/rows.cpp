// SPDX-License-Identifier: MPL-2.0
#include <host/audit/rules.hpp>
#include <host/fleet/rows.hpp>
#include <host/protocol/members.hpp>
#include <host/report/counts.hpp>

#include <algorithm>
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
        m_findings(state.database().prepare("SELECT key, document, incomparable FROM finding WHERE host = ? AND user = ? AND profile = ? AND gone IS NULL")),
        m_before(state.database().prepare("SELECT 1 FROM finding WHERE user = ? AND key = ? AND first < ? LIMIT 1")) {}

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
    std::vector<std::string> hosts;
  };

  void add_host(std::int64_t host, const std::string& name) {
    m_hosts.push_back(name);
    const std::string user = text_member(m_profile, "user");
    for (m_findings.with(host, user, text_member(m_profile, "id")); m_findings.step();) {
      const std::string key(m_findings.text(0));
      auto& [finding, hosts] = m_found[key];
      if (finding.is_null()) {
        finding = json::parse(m_findings.text(1));
        if (m_compares && m_findings.number(2) < m_first_pass) finding["baseline"] = was_known(user, key) ? "unchanged" : "new";
      }
      hosts.push_back(name);
    }
  }
  bool was_known(const std::string& user, const std::string& key) { return m_before.with(user, key, m_first_pass).step(); }

  void give(const Take& take) {
    if (m_profile.is_null()) return;
    m_profile["hosts"] = std::exchange(m_hosts, {});
    json& findings = m_profile["findings"] = json::array();
    for (auto& [key, found] : std::exchange(m_found, {})) {
      found.finding["hosts"] = found.hosts;
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
  Statement m_profiles, m_findings, m_before;
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
  auto rows = state.database().prepare(
      "SELECT user, key, profile, document, h.name FROM finding f JOIN host h ON h.id = f.host WHERE gone IS NOT NULL AND NOT EXISTS "
      "(SELECT 1 FROM finding a WHERE a.user = f.user AND a.key = f.key AND a.gone IS NULL) ORDER BY user, key, h.name");
  std::vector<json> gone;
  std::pair<std::string, std::string> last;
  for (rows.with(); rows.step();) {
    std::pair<std::string, std::string> name{rows.text(0), rows.text(1)};
    if (gone.empty() || name != last) gone.push_back(gone_finding(json::parse(rows.text(3)), std::string(rows.text(2))));
    gone.back()["hosts"].push_back(rows.text(4));
    last = std::move(name);
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
