// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>
#include <host/report/distinguished_name.hpp>
#include <host/report/formats.hpp>
#include <host/text/printable.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace host::report {
namespace {

using nlohmann::json;
using protocol::list_member;
using protocol::text_member;
using Labels = std::vector<std::pair<std::string, std::string>>;

constexpr std::array name_types{"C", "ST", "L", "O", "OU", "CN"};

/// Text exposition format 0.0.4: in a label's value backslash, quote and line feed are escaped. Nothing hidden is
/// left for it, but names hold quotes.
std::string in_braces(const Labels& labels) {
  std::string shown;
  for (const auto& [name, value] : labels) {
    shown += (shown.empty() ? "{" : ",") + name + "=\"";
    for (const char c : text::printable(value)) shown += c == '\\' || c == '"' ? std::string{'\\', c} : std::string(1, c);
    shown += '"';
  }
  return shown + "}";
}

/// All samples of one name, which must stand together: the only report that is kept until the end.
struct Metric {
  const char* name;
  const char* help;
  std::string samples = {};

  void add(const Labels& labels, std::int64_t value) {
    samples += name + in_braces(labels) + " " + std::to_string(value) + "\n";
  }
  std::string shown() const {
    return samples.empty() ? std::string()
                           : std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " gauge\n" + samples;
  }
};

bool was_read(const json& profile) {
  return std::ranges::find(list_member(profile, "unknown"), json("certificates")) == list_member(profile, "unknown").end();
}

/// The names of metrics and labels are those of x509-certificate-exporter, so that its alerts and dashboards fit.
class PrometheusReport : public Report {
 public:
  explicit PrometheusReport(Sink sink) : m_sink(std::move(sink)) {}

  void begin(const Head& head) override {
    m_at = head.at;
    m_when.add({{"version", head.version}}, head.time);
  }
  void profile(const json& profile) override {
    m_up.add(source(text_member(profile, "path")), was_read(profile) ? 1 : 0);
    std::set<std::string> seen;
    for (const json& certificate : list_member(profile, "certificates"))
      if (seen.insert(text_member(certificate, "fingerprint")).second) add_certificate(profile, certificate);
    add_findings(profile);
  }
  void end(const Tail& tail) override {
    for (const json& profile : tail.across) add_findings(profile);
    for (const json& place : tail.unreachable) m_up.add(source(text_member(place, "path")), 0);
    for (const Metric* metric : {&m_not_before, &m_not_after, &m_expired, &m_up, &m_when}) m_sink(metric->shown());
    for (const auto& [labels, count] : m_counts) m_findings.add(labels, count);
    m_sink(m_findings.shown());
  }

 private:
  static Labels source(const std::string& path) { return {{"source_kind", "nss"}, {"source_name", path}}; }

  void add_certificate(const json& profile, const json& certificate) {
    const auto not_before = nssbridge::from_rfc3339(text_member(certificate, "notBefore"));
    const auto not_after = nssbridge::from_rfc3339(text_member(certificate, "notAfter"));
    const std::string path = text_member(profile, "path");
    Labels labels{{"filename", "cert9.db"}, {"filepath", path + "/cert9.db"}};
    labels.emplace_back("serial_number", decimal_of(text_member(certificate, "serial")));
    for (const char* side : {"subject", "issuer"})
      for (const char* type : name_types)
        labels.emplace_back(std::string(side) + "_" + type, attribute_of(text_member(certificate, side), type));
    labels.emplace_back("discriminator", text_member(certificate, "fingerprint").substr(0, 16));
    if (not_before) m_not_before.add(labels, *not_before);
    if (not_after) m_not_after.add(labels, *not_after);
    if (not_after) m_expired.add(labels, *not_after < m_at ? 1 : 0);
  }
  void add_findings(const json& profile) {
    for (const json& finding : list_member(profile, "findings"))
      ++m_counts[{{"filepath", text_member(profile, "path")},
                  {"user", text_member(profile, "user")},
                  {"application", text_member(profile, "application")},
                  {"rule", text_member(finding, "rule")},
                  {"severity", text_member(finding, "severity")}}];
  }

  Sink m_sink;
  nssbridge::Time m_at = 0;
  Metric m_not_before{"x509_cert_not_before", "When the certificate becomes valid, in seconds since 1970."};
  Metric m_not_after{"x509_cert_not_after", "When the certificate ends to be valid, in seconds since 1970."};
  Metric m_expired{"x509_cert_expired", "1 if the certificate has expired, else 0."};
  Metric m_up{"x509_source_up", "1 if the profile could be read, else 0."};
  Metric m_when{"certferry_audit_timestamp_seconds", "When the audit began, in seconds since 1970."};
  Metric m_findings{"certferry_findings", "Findings of a profile by rule and severity."};
  std::map<Labels, std::int64_t> m_counts;
};

}  // namespace

std::unique_ptr<Report> prometheus_report(const Looks&, Sink sink) {
  return std::make_unique<PrometheusReport>(std::move(sink));
}

}  // namespace host::report
