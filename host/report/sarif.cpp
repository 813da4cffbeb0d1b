// SPDX-License-Identifier: MPL-2.0
#include <host/audit/rules.hpp>
#include <host/protocol/members.hpp>
#include <host/report/formats.hpp>
#include <host/report/head_json.hpp>
#include <host/report/sarif_text.hpp>

#include <utility>

namespace host::report {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using protocol::list_member;
using protocol::member;
using protocol::text_member;

constexpr const char* schema_address = "https://json.schemastore.org/sarif-2.1.0.json";

ordered_json sarif_rules() {
  ordered_json rules = ordered_json::array();
  for (const audit::Rule& rule : audit::rules) {
    ordered_json shown{{"id", rule.id}};
    shown["shortDescription"]["text"] = sarif_text(rule.title);
    shown["fullDescription"]["text"] = sarif_text(std::string(rule.title) + " " + std::string(rule.when));
    shown["help"]["text"] = sarif_text(rule.fix);
    shown["defaultConfiguration"]["level"] = audit::name_of(rule.severity);
    shown["properties"] = {{"family", audit::title_of(rule.family)}, {"reference", rule.reference}};
    rules.push_back(std::move(shown));
  }
  return rules;
}

/// The file that holds what the finding is about.
std::string file_of(const json& finding) {
  if (const std::string file = text_member(finding, "file"); !file.empty()) return file;
  if (member(finding, "identity").is_string()) return "prefs.js";
  return "cert9.db";
}

std::string message_of(const json& finding) {
  const std::string fix = text_member(member(finding, "fix"), "text");
  return sarif_text(text_member(finding, "message") + (fix.empty() ? "" : " " + fix));
}

/// Log files of OASIS's Static Analysis Results Interchange Format, which code scanning services read.
class SarifReport : public Report {
 public:
  SarifReport(const Looks& looks, Sink sink) : m_ascii(looks.ascii), m_sink(std::move(sink)) {}

  void begin(const Head& head) override {
    ordered_json driver{{"name", sarif::tool_name}, {"version", head.version}, {"rules", sarif_rules()}};
    if (!head.nss.empty()) driver["properties"] = {{"nss", head.nss}};
    ordered_json invocation{{"executionSuccessful", true}, {"startTimeUtc", nssbridge::to_rfc3339(head.time)}};
    if (!head.host.empty()) invocation["machine"] = head.host;
    invocation["properties"] = {{"at", nssbridge::to_rfc3339(head.at)}, {"redaction", redaction_json(head)}};
    m_sink(std::string("{\"$schema\": \"") + schema_address + "\", \"version\": \"2.1.0\", \"runs\": [{\n");
    m_sink("\"tool\": {\"driver\": " + shown(driver) + "},\n");
    m_sink("\"invocations\": [" + shown(invocation) + "],\n");
    m_sink("\"originalUriBaseIds\": {\"ROOT\": {\"uri\": \"file:///\"}},\n\"columnKind\": \"unicodeCodePoints\",\n");
    m_sink("\"results\": [");
  }
  void profile(const json& profile) override {
    for (const json& finding : list_member(profile, "findings"))
      result(profile, finding, text_member(finding, "baseline"));
  }
  void end(const Tail& tail) override {
    for (const json& profile : tail.across) this->profile(profile);
    for (const json& finding : tail.gone) result({{"id", member(finding, "profile")}}, finding, "absent");
    ordered_json properties{{"unreachable", tail.unreachable}};
    if (!tail.hosts.empty()) properties.update({{"hosts", tail.hosts}, {"forecast", tail.forecast}, {"difference", tail.difference}});
    m_sink("\n],\n\"properties\": " + shown(properties) + "\n}]}\n");
  }

 private:
  template <typename Value>
  std::string shown(const Value& value) const {
    return value.dump(-1, ' ', m_ascii, Value::error_handler_t::replace);
  }
  void result(const json& profile, const json& finding, const std::string& baseline) {
    const std::string name_of_rule = text_member(finding, "rule");
    const std::string severity = text_member(finding, "severity");
    ordered_json result{{"ruleId", name_of_rule}};
    if (const auto rule = audit::RuleId::from(name_of_rule)) result["ruleIndex"] = rule->row();
    result["level"] = audit::severity_from(severity) ? severity : std::string("none");
    result["message"]["text"] = message_of(finding);
    result["locations"] = ordered_json::array({location(profile, finding)});
    if (member(finding, "key").is_string()) result["partialFingerprints"][sarif::fingerprint_name] = finding["key"];
    if (baseline == "new" || baseline == "unchanged" || baseline == "absent") result["baselineState"] = baseline;
    ordered_json& properties = result["properties"];
    for (const char* name : {"id", "application", "user", "name"})
      if (member(profile, name).is_string()) properties[name == std::string("id") ? "profile" : name] = profile[name];
    for (const char* name : {"certificate", "role", "identity", "evidence", "fix", "reference", "redacted", "hosts", "newOn", "goneOn"})
      if (!member(finding, name).is_null()) properties[name] = finding[name];
    m_sink((m_any ? ",\n" : "\n") + shown(result));
    m_any = true;
  }
  static ordered_json location(const json& profile, const json& finding) {
    const std::string file = file_of(finding);
    const std::string path = text_member(profile, "path");
    const std::string whole = path.empty() ? file : path + "/" + file;
    const std::string uri = relative_uri(whole);
    ordered_json logical{{"name", text_member(profile, "name")},
                         {"fullyQualifiedName", text_member(profile, "id")},
                         {"kind", "profile"}};
    ordered_json location;
    ordered_json& artifact = location["physicalLocation"]["artifactLocation"];
    artifact["uri"] = uri;
    if (whole.starts_with('/')) artifact["uriBaseId"] = "ROOT";
    location["logicalLocations"] = ordered_json::array({logical});
    for (const char* name : {"identity", "certificate"})
      if (const std::string object = text_member(finding, name); !object.empty())
        location["logicalLocations"].push_back(
            {{"name", object}, {"fullyQualifiedName", text_member(profile, "id") + "/" + object}, {"kind", name}});
    return location;
  }

  bool m_ascii;
  bool m_any = false;
  Sink m_sink;
};

}  // namespace

std::unique_ptr<Report> sarif_report(const Looks& looks, Sink sink) {
  return std::make_unique<SarifReport>(looks, std::move(sink));
}

}  // namespace host::report
