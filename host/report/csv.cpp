// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>
#include <host/report/certificates_by_fingerprint.hpp>
#include <host/report/formats.hpp>
#include <host/text/printable.hpp>

#include <algorithm>
#include <array>
#include <cctype>
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

std::string in_words(const json& list) {
  std::string words;
  for (const json& each : list)
    if (each.is_string()) words += (words.empty() ? "" : " ") + each.get<std::string>();
  return words;
}

/// Of a fleet each finding says on which hosts it is.
std::string hosts_of(const json& finding) { return in_words(list_member(finding, "hosts")); }

/// "HOST-UNREACHABLE"
std::string rule_of(std::string_view family, std::string word) {
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return std::string(family) + word;
}

constexpr std::array csv_columns{"host", "user", "application", "profile", "name", "path", "severity", "rule", "message", "address", "identity", "certificate",
                             "subject", "not_after", "fix", "reference", "key", "baseline"};

/// A row a finding. What is none, but as pressing, has a rule in `rule` that findings never have.
class CsvReport : public Report {
 public:
  explicit CsvReport(Sink sink) : m_sink(std::move(sink)) {}

  void begin(const Head& head) override {
    m_host = head.host;
    Row titles;
    std::ranges::copy(csv_columns, titles.begin());
    m_sink(row_of(titles));
  }
  void profile(const json& profile) override {
    const CertificatesByFingerprint certificates(profile);
    for (const json& finding : list_member(profile, "findings"))
      add(profile, finding, certificates.find(text_member(finding, "certificate")), text_member(finding, "baseline"));
  }
  void end(const Tail& tail) override {
    for (const json& profile : tail.across) this->profile(profile);
    for (const json& finding : tail.gone) add({{"id", member(finding, "profile")}}, finding, nullptr, "gone");
    for (const json& host : tail.hosts) add_host(host);
    for (const json& place : tail.unreachable)
      add({.host = text_member(place, "host"), .user = text_member(place, "user"), .path = text_member(place, "path"), .severity = "error",
           .rule = "PLACE-UNREACHABLE", .message = text_member(place, "message")});
    for (const json& person : tail.forecast)
      for (const char* purpose : {"signing", "encryption"})
        for (const json& loss : list_member(person, purpose)) add_loss(person, purpose, loss);
  }

 private:
  using Row = std::array<std::string, csv_columns.size()>;
  /// What is no finding.
  struct Other {
    std::string host, user = {}, path = {}, severity, rule, message, address = {}, until = {};
  };
  void add(const Other& other) {
    m_sink(row_of(Row{other.host.empty() ? m_host : other.host, other.user, "", "", "", other.path, other.severity, other.rule, other.message, other.address,
                      "", "", "", other.until, "", "", "", ""}));
  }
  /// Hosts without an audit that counts.
  void add_host(const json& host) {
    const std::string state = text_member(host, "state"), name = text_member(host, "host");
    if (state == "clean" || state == "findings") return;
    add({.host = name.empty() ? text_member(host, "file") : name, .severity = "error", .rule = rule_of("HOST-", state), .message = text_member(host, "message")});
  }
  void add_loss(const json& person, const char* purpose, const json& loss) {
    add({.host = hosts_of(loss), .user = in_words(list_member(person, "users")), .severity = "warning", .rule = rule_of("FORECAST-", purpose),
         .message = "The certificate for " + std::string(purpose) + " ends in week " + text_member(loss, "week") + ".",
         .address = text_member(person, "address"), .until = text_member(loss, "until")});
  }
  void add(const json& profile, const json& finding, const json& certificate, const std::string& baseline) {
    m_sink(row_of(Row{
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
