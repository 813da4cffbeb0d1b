// SPDX-License-Identifier: MPL-2.0
#include <host/audit/rules.hpp>
#include <host/protocol/members.hpp>
#include <host/protocol/strict_json.hpp>
#include <host/report/baseline.hpp>
#include <host/report/correspondents.hpp>
#include <host/report/formats.hpp>
#include <host/report/head_json.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::report {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using protocol::list_member;
using protocol::member;
using protocol::text_member;

/// A value takes some hundred octets of memory; this many do not exhaust a small computer.
constexpr std::size_t most_values = 4'000'000;
constexpr std::size_t most_findings = 1'000'000;

[[noreturn]] void refuse() {
  throw Error(Kind::bad_file,
              "The baseline is no report that `certferry audit` wrote as JSON, JSON Lines or SARIF. Make one with: "
              "certferry audit --format json --out FILE");
}

json parse(std::string_view text) {
  try {
    return protocol::parse_strictly(text, most_values);
  } catch (const Error&) {
    refuse();
  }
}

bool is_digest(std::string_view key) {
  return nssbridge::Fingerprint::parse(key).has_value() && key.size() == 64;
}

bool is_role(const std::string& role) { return role == "personal" || role == "authority" || role == "correspondent"; }

/// Copies are named by their path.
bool is_profile_id(const std::string& id) {
  constexpr std::size_t longest = 4096;
  return id.size() <= longest && nssbridge::to_valid_utf8(id) == id;
}

}  // namespace

Baseline Baseline::read(std::string_view text) {
  if (text.size() > most_octets) refuse();
  Baseline baseline;
  if (const auto line = text.substr(0, text.find('\n')); line.starts_with("{\"type\":")) {
    baseline.read_lines(text);
    return baseline;
  }
  const json report = parse(text);
  if (member(report, "schema") == schema_version)
    baseline.read_report(report);
  else if (member(report, "version") == "2.1.0")
    baseline.read_sarif(report);
  else
    refuse();
  return baseline;
}

void Baseline::add(const json& finding, const std::string& profile) {
  const std::string key = text_member(finding, "key"), rule = text_member(finding, "rule");
  const std::string severity = text_member(finding, "severity"), certificate = text_member(finding, "certificate");
  const bool good = is_digest(key) && audit::RuleId::from(rule) && audit::severity_from(severity) &&
                    is_profile_id(profile) && (certificate.empty() || is_digest(certificate));
  if (!good || m_findings.size() >= most_findings) refuse();
  m_findings.insert_or_assign(key, Known{rule, severity, profile, certificate, text_member(finding, "role"), member(finding, "redacted") == true});
}

void Baseline::add_profile(const json& profile) {
  for (const json& finding : list_member(profile, "findings")) add(finding, text_member(profile, "id"));
}

void Baseline::read_report(const json& report) {
  if (!member(report, "profiles").is_array()) refuse();
  read_redaction(member(report, "redaction"));
  for (const json& profile : list_member(report, "profiles")) add_profile(profile);
  for (const json& profile : list_member(report, "across")) add_profile(profile);
}

void Baseline::read_lines(std::string_view text) {
  bool whole = false;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const json line = parse(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const json& type = member(line, "type");
    if (type == "run") read_redaction(member(line, "redaction"));
    if (type == "run" && member(line, "schema") != schema_version) refuse();
    if (type == "finding") add(line, text_member(line, "profile"));
    whole = type == "end";
  }
  if (!whole) refuse();
}

void Baseline::read_sarif(const json& log) {
  const json& runs = list_member(log, "runs");
  if (runs.size() != 1) refuse();
  const json& run = runs.front();
  if (member(member(member(run, "tool"), "driver"), "name") != sarif::tool_name) refuse();
  for (const json& invocation : list_member(run, "invocations"))
    read_redaction(member(member(invocation, "properties"), "redaction"));
  for (const json& result : list_member(run, "results")) {
    if (member(result, "baselineState") == "absent") continue;
    const json& properties = member(result, "properties");
    json finding{{"rule", member(result, "ruleId")},
                 {"severity", member(result, "level")},
                 {"key", member(member(result, "partialFingerprints"), sarif::fingerprint_name)},
                 {"certificate", member(properties, "certificate")},
                 {"role", member(properties, "role")},
                 {"redacted", member(properties, "redacted")}};
    add(finding, text_member(properties, "profile"));
  }
}

void Baseline::read_redaction(const json& redaction) {
  if (!redaction.is_object()) return;
  m_all_redacted = member(redaction, "extent") == "all";
  m_key = text_member(redaction, "key");
}

bool Baseline::is_beyond_comparing(bool of_correspondent, const Redactor& redactor) const {
  return !m_key.empty() && m_key != redactor.key_name() && (m_all_redacted || of_correspondent);
}

Baseline::Known* Baseline::find(const std::string& key) {
  const auto found = m_findings.find(key);
  return found == m_findings.end() ? nullptr : &found->second;
}

void Baseline::mark(json& profile, const Redactor& redactor) {
  const std::string id = text_member(profile, "id");
  m_profiles.insert(id);
  m_profiles.insert(redactor.profile_id(id));
  if (!profile.is_object() || !member(profile, "findings").is_array()) return;
  const Correspondents correspondents(profile);
  for (json& finding : profile["findings"]) {
    if (!finding.is_object()) continue;
    const std::string key = text_member(finding, "key");
    Known* known = find(key);
    if (known == nullptr) known = find(redactor.key_of_finding(key));
    if (known != nullptr) known->seen = true;
    if (known != nullptr || !is_beyond_comparing(correspondents.concern(finding), redactor))
      finding["baseline"] = known != nullptr ? "unchanged" : "new";
  }
}

std::vector<json> Baseline::gone(const Redactor& redactor) const {
  std::vector<json> gone;
  for (const auto& [key, known] : m_findings) {
    if (known.seen || !m_profiles.contains(known.profile) || is_beyond_comparing(known.redacted, redactor)) continue;
    const audit::Rule& rule = audit::RuleId::from(known.rule)->rule();
    json finding{{"rule", known.rule},      {"severity", known.severity}, {"message", rule.title},
                 {"reference", rule.reference}, {"evidence", json::object()}, {"key", key},
                 {"profile", known.profile}};
    if (!known.certificate.empty()) finding["certificate"] = known.certificate;
    if (is_role(known.role)) finding["role"] = known.role;
    if (known.redacted) finding["redacted"] = true;
    gone.push_back(known.redacted ? finding : redactor.gone(finding));
  }
  return gone;
}

}  // namespace host::report
