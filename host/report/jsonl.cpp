// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>
#include <host/report/counts.hpp>
#include <host/report/formats.hpp>
#include <host/report/head_json.hpp>

#include <utility>

namespace host::report {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// For collectors that take one event a line. A finding says whose it is, so that it can be read alone. All in ASCII:
/// some readers take other characters than line feeds for the end of a line.
class JsonLinesReport : public Report {
 public:
  explicit JsonLinesReport(Sink sink) : m_sink(std::move(sink)) {}

  void begin(const Head& head) override {
    m_head = head_json(head);
    ordered_json run{{"type", "run"}};
    run.update(m_head);
    line(run);
  }
  void profile(const json& profile) override {
    ordered_json shown = event("profile");
    for (const auto& [name, value] : profile.items())
      if (name != "findings") shown[name] = value;
    line(shown);
    m_counts.add_profile(profile);
    findings_of(profile);
  }
  void certificate(const json& certificate) override { extra("certificate", certificate); }
  void end(const Tail& tail) override {
    for (const json& profile : tail.across) {
      m_counts.add_findings_of(profile);
      findings_of(profile);
    }
    for (const json& finding : tail.gone) extra("gone", finding);
    for (const json& place : tail.unreachable) extra("unreachable", place);
    for (const json& host : tail.hosts) extra("host", host);
    for (const json& person : tail.forecast) extra("forecast", person);
    if (!tail.difference.is_null()) extra("difference", tail.difference);
    ordered_json shown = event("end");
    shown["profiles"] = m_counts.profiles;
    shown["summary"] = m_counts.by_severity();
    line(shown);
  }

 private:
  ordered_json event(const char* type) const {
    return {{"type", type}, {"time", m_head["time"]}, {"host", m_head["host"]}};
  }
  void extra(const char* type, const json& value) {
    ordered_json shown = event(type);
    for (const auto& [name, member] : value.items()) shown[name] = member;
    line(shown);
  }
  void findings_of(const json& profile) {
    for (const json& finding : protocol::list_member(profile, "findings")) {
      ordered_json shown = event("finding");
      for (const char* name : {"application", "path", "user"}) shown[name] = protocol::member(profile, name);
      shown["profile"] = protocol::member(profile, "id");
      for (const auto& [name, value] : finding.items()) shown[name] = value;
      line(shown);
    }
  }
  void line(const ordered_json& value) {
    m_sink(value.dump(-1, ' ', true, ordered_json::error_handler_t::replace) + "\n");
  }

  Sink m_sink;
  ordered_json m_head;
  Counts m_counts;
};

}  // namespace

std::unique_ptr<Report> jsonl_report(const Looks&, Sink sink) {
  return std::make_unique<JsonLinesReport>(std::move(sink));
}

}  // namespace host::report
