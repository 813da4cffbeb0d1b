// SPDX-License-Identifier: MPL-2.0
#include <host/report/counts.hpp>
#include <host/report/formats.hpp>
#include <host/report/head_json.hpp>

#include <utility>

namespace host::report {
namespace {

using nlohmann::json;

/// One value in pieces: the members of the head, then profiles one by one, then what is known at the end.
class JsonReport : public Report {
 public:
  JsonReport(const Looks& looks, Sink sink) : m_ascii(looks.ascii), m_sink(std::move(sink)) {}

  void begin(const Head& head) override {
    std::string text = shown(head_json(head), 0);
    text.resize(text.rfind('\n'));  // the closing brace comes at the end
    m_sink(text + ",\n  \"profiles\": [");
  }
  void profile(const json& profile) override {
    m_sink((m_counts.profiles == 0 ? "\n    " : ",\n    ") + shown(profile, 4));
    m_counts.add_profile(profile);
  }
  void certificate(const json& certificate) override {
    if (!std::exchange(m_certificates, true)) {
      end_profiles();
      m_sink(",\n  \"certificates\": [\n    " + shown(certificate, 4));
    } else {
      m_sink(",\n    " + shown(certificate, 4));
    }
  }
  void end(const Tail& tail) override {
    m_certificates ? m_sink("\n  ]") : end_profiles();
    for (const json& profile : tail.across) m_counts.add_findings_of(profile);
    member("across", tail.across);
    member("gone", tail.gone);
    member("unreachable", tail.unreachable);
    member("hosts", tail.hosts);
    member("forecast", tail.forecast);
    if (!tail.difference.is_null()) m_sink(",\n  \"difference\": " + shown(tail.difference, 2));
    m_sink(",\n  \"summary\": " + shown(m_counts.by_severity(), 2) + "\n}\n");
  }

 private:
  void end_profiles() { m_sink(m_counts.profiles == 0 ? "]" : "\n  ]"); }
  void member(const std::string& name, const std::vector<json>& list) {
    if (!list.empty()) m_sink(",\n  \"" + name + "\": " + shown(json(list), 2));
  }
  /// Lines after the first stand `columns` further right.
  template <typename Value>
  std::string shown(const Value& value, std::size_t columns) const {
    const std::string text = value.dump(2, ' ', m_ascii, Value::error_handler_t::replace);
    std::string moved;
    for (const char c : text) {  // a line feed in a string is an escape
      moved += c;
      if (c == '\n') moved.append(columns, ' ');
    }
    return moved;
  }

  bool m_ascii;
  bool m_certificates = false;
  Sink m_sink;
  Counts m_counts;
};

}  // namespace

std::unique_ptr<Report> json_report(const Looks& looks, Sink sink) {
  return std::make_unique<JsonReport>(looks, std::move(sink));
}

}  // namespace host::report
