// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>
#include <host/report/certificate_in.hpp>
#include <host/report/formats.hpp>
#include <host/text/printable.hpp>

#include <array>
#include <string>
#include <utility>

namespace host::report {
namespace {

using nlohmann::json;
using protocol::list_member;
using protocol::member;
using protocol::text_member;

/// What a spreadsheet would take for a formula gets an apostrophe before it.
std::string guarded(const std::string& text) {
  const bool bites = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  return bites ? "'" + text : text;
}

/// RFC 4180: each cell in quotes, quotes doubled, lines end with CR LF.
template <std::size_t count>
std::string row_of(const std::array<std::string, count>& cells) {
  std::string row;
  for (const std::string& cell : cells) {
    row += row.empty() ? "\"" : ",\"";
    for (const char c : text::printable(guarded(cell))) row += c == '"' ? "\"\"" : std::string(1, c);
    row += '"';
  }
  return row + "\r\n";
}

std::string email_of(const json& profile, const json& finding, const json& certificate) {
  for (const json& identity : list_member(profile, "identities"))
    if (member(finding, "identity").is_string() && member(identity, "id") == member(finding, "identity"))
      return text_member(identity, "email");
  const json& emails = list_member(certificate, "emails");
  return emails.empty() || !emails.front().is_string() ? std::string() : emails.front().get<std::string>();
}

/// Of a fleet each finding says on which hosts it is.
std::string hosts_of(const json& finding) {
  std::string hosts;
  for (const json& host : list_member(finding, "hosts"))
    if (host.is_string()) hosts += (hosts.empty() ? "" : " ") + host.get<std::string>();
  return hosts;
}

/// A row a finding.
class CsvReport : public Report {
 public:
  explicit CsvReport(Sink sink) : m_sink(std::move(sink)) {}

  void begin(const Head& head) override {
    m_host = head.host;
    m_sink(row_of(std::array<std::string, 18>{"host", "user", "application", "profile", "name", "path", "severity", "rule",
                                              "message", "address", "identity", "certificate", "subject", "not_after", "fix",
                                              "reference", "key", "baseline"}));
  }
  void profile(const json& profile) override {
    for (const json& finding : list_member(profile, "findings")) add(profile, finding, text_member(finding, "baseline"));
  }
  void end(const Tail& tail) override {
    for (const json& profile : tail.across) this->profile(profile);
    for (const json& finding : tail.gone) add({{"id", member(finding, "profile")}}, finding, "gone");
  }

 private:
  void add(const json& profile, const json& finding, const std::string& baseline) {
    const json& certificate = certificate_in(profile, text_member(finding, "certificate"));
    m_sink(row_of(std::array<std::string, 18>{
        m_host.empty() ? hosts_of(finding) : m_host, text_member(profile, "user"), text_member(profile, "application"), text_member(profile, "id"),
        text_member(profile, "name"), text_member(profile, "path"), text_member(finding, "severity"),
        text_member(finding, "rule"), text_member(finding, "message"), email_of(profile, finding, certificate),
        text_member(finding, "identity"), text_member(finding, "certificate"), text_member(certificate, "subject"),
        text_member(certificate, "notAfter"), text_member(member(finding, "fix"), "text"),
        text_member(finding, "reference"), text_member(finding, "key"), baseline}));
  }

  Sink m_sink;
  std::string m_host;
};

}  // namespace

std::unique_ptr<Report> csv_report(const Looks&, Sink sink) {
  return std::make_unique<CsvReport>(std::move(sink));
}

}  // namespace host::report
