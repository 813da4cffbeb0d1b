// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>
#include <host/report/counts.hpp>
#include <host/report/fleet_text.hpp>
#include <host/report/formats.hpp>
#include <host/text/shown.hpp>
#include <host/text/style.hpp>
#include <host/text/words.hpp>

#include <map>
#include <utility>

namespace host::report {
namespace {

using nlohmann::json;
using protocol::list_member;
using protocol::member;
using text::count_of;
using text::text_of;

/// What to call certificates and identities of one profile.
std::map<std::string, std::string> titles_of(const json& profile) {
  std::map<std::string, std::string> titles;
  for (const json& certificate : list_member(profile, "certificates")) {
    const json& emails = list_member(certificate, "emails");
    const std::string address = emails.empty() ? std::string() : text_of(json{{"e", emails.front()}}, "e");
    std::string title = address.empty() ? text_of(certificate, "subject") : address;
    const std::string until = text_of(certificate, "notAfter");
    if (!until.empty()) title += ", until " + text::day_of(until);
    titles[protocol::text_member(certificate, "fingerprint")] = title;
  }
  for (const json& identity : list_member(profile, "identities"))
    titles[protocol::text_member(identity, "id")] = text_of(identity, "email");
  return titles;
}

class TextReport : public Report {
 public:
  TextReport(const Looks& looks, Sink sink) : m_style(looks.colours), m_sink(std::move(sink)) {}

  void begin(const Head& head) override {
    if (head.at != head.time) m_sink("Judged for " + nssbridge::to_rfc3339(head.at) + ".\n\n");
  }
  void profile(const json& profile) override {
    Counts counts;
    counts.add_profile(profile);
    m_counts.add_profile(profile);
    std::string shown = title(profile) + "    " + holdings(profile) + "; " + in_words(counts) + "\n";
    for (const json& unknown : list_member(profile, "unknown"))
      shown += "    unknown: " + text_of(json{{"u", unknown}}, "u") + "\n";
    m_sink(shown + findings(profile) + "\n");
  }
  void end(const Tail& tail) override {
    for (const json& profile : tail.across) {
      m_counts.add_findings_of(profile);
      m_sink(title(profile) + findings(profile) + "\n");
    }
    std::string shown;
    for (const json& finding : tail.gone)
      shown += m_style.good("gone:") + " " + text_of(finding, "message") + " [" + text_of(finding, "rule") + "]\n";
    for (const json& place : tail.unreachable) {
      const std::string host = text_of(place, "host");
      shown += m_style.bad("unreachable:") + " " + (host.empty() ? "" : host + " ") + text_of(place, "path") + ": " + text_of(place, "message") + "\n";
    }
    shown += fleet_text(tail, m_style);
    shown += count_of(m_counts.profiles, "profile") + ": " + in_words(m_counts) + ".\n";
    m_sink(shown);
  }

 private:
  static std::string in_words(const Counts& counts) {
    return count_of(counts.error, "error") + ", " + count_of(counts.warning, "warning") + ", " + count_of(counts.note, "note");
  }
  std::string title(const json& profile) const {
    const std::string user = text_of(profile, "user");
    const std::string hosts = on(list_member(profile, "hosts"));
    return m_style.strong(text::application_name(text_of(profile, "application")) + " " + text_of(profile, "name")) +
           (user.empty() ? "" : " of " + user) + hosts + "\n    " + text_of(profile, "path") + "\n";
  }
  /// " on desk, lap"
  static std::string on(const json& list) {
    std::string hosts;
    for (const json& host : list) hosts += (hosts.empty() ? " on " : ", ") + text_of(json{{"h", host}}, "h");
    return hosts;
  }
  /// Nothing where it is so wherever the finding is.
  static std::string on_some(const json& finding, const char* name) {
    return member(finding, name) == member(finding, "hosts") ? std::string() : on(list_member(finding, name));
  }
  static std::string holdings(const json& profile) {
    std::size_t personal = 0;
    for (const json& certificate : list_member(profile, "certificates"))
      personal += text::is_true(certificate, "hasPrivateKey") ? 1 : 0;
    std::string words = count_of(personal, "certificate") + " with a key";
    const std::size_t identities = list_member(profile, "identities").size();
    return identities == 0 ? words : words + ", " + (identities == 1 ? "1 identity" : std::to_string(identities) + " identities");
  }
  std::string findings(const json& profile) const {
    const auto titles = titles_of(profile);
    std::string shown;
    for (const auto severity : severities)
      for (const json& finding : list_member(profile, "findings"))
        if (member(finding, "severity") == severity) shown += finding_lines(finding, severity, titles);
    return shown;
  }
  std::string painted(std::string_view severity) const {
    const std::string label = std::string(severity) + ":";
    return severity == "error" ? m_style.bad(label) : severity == "warning" ? m_style.warning(label) : m_style.strong(label);
  }
  std::string finding_lines(const json& finding, std::string_view severity,
                            const std::map<std::string, std::string>& titles) const {
    std::string lines = painted(severity) + " " + text_of(finding, "message") + " [" + text_of(finding, "rule") + "]";
    if (member(finding, "baseline") == "new") lines += " " + m_style.strong("new" + on_some(finding, "newOn"));
    if (finding.contains("goneOn")) lines += " " + m_style.strong("gone" + on_some(finding, "goneOn"));
    lines += "\n" + about(finding, "identity", titles) + about(finding, "certificate", titles);
    const json& fix = member(finding, "fix");
    if (!text_of(fix, "text").empty()) lines += "    " + text_of(fix, "text") + "\n";
    if (!text_of(fix, "command").empty()) lines += "    $ " + text_of(fix, "command") + "\n";
    return lines;
  }
  static std::string about(const json& finding, const char* what, const std::map<std::string, std::string>& titles) {
    const std::string name = protocol::text_member(finding, what);
    if (name.empty()) return {};
    const auto title = titles.find(name);
    const std::string known = title == titles.end() ? std::string() : " (" + title->second + ")";
    const json shown{{"n", name.size() == 64 ? name.substr(0, 16) : name}};
    return "    " + std::string(what) + " " + text_of(shown, "n") + known + "\n";
  }

  text::Style m_style;
  Sink m_sink;
  Counts m_counts;
};

}  // namespace

std::unique_ptr<Report> text_report(const Looks& looks, Sink sink) {
  return std::make_unique<TextReport>(looks, std::move(sink));
}

}  // namespace host::report
