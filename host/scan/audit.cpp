// SPDX-License-Identifier: MPL-2.0
#include <host/scan/audit.hpp>

#include <host/report/counts.hpp>
#include <host/scan/spool.hpp>

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <utility>

namespace host::scan {

using nlohmann::json;

namespace {

nssbridge::Time now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? nssbridge::to_valid_utf8(name.data()) : std::string();
}

report::Head head_of(const front::Workers& workers, const Wishes& wishes, bool names_host) {
  report::Head head;
  head.version = CERTFERRY_VERSION;
  const auto& folders = workers.setup().nss_folders;
  if (!folders.empty()) head.nss = folders.front().version_text;
  head.time = now();
  head.at = wishes.at;
  if (names_host) head.host = host_name();
  return head;
}

std::pair<std::string, std::string> name_of(const json& profile) { return {profile.at("id"), profile.at("path")}; }

/// Findings about several profiles, each brought to the profile that it is about.
class AcrossByProfile {
 public:
  explicit AcrossByProfile(const std::vector<json>& across) {
    for (const auto& each : across) m_entries.emplace(name_of(each), &each);
  }

  void merge_into(json& profile) const {
    const auto found = m_entries.find(name_of(profile));
    if (found == m_entries.end()) return;
    for (const auto& finding : found->second->at("findings")) profile["findings"].push_back(finding);
    for (const auto& [severity, count] : found->second->at("summary").items())
      profile["summary"][severity] = profile["summary"].value(severity, 0U) + count.get<unsigned>();
  }

 private:
  std::map<std::pair<std::string, std::string>, const json*> m_entries;
};

}  // namespace

std::string user_name() {
  const passwd* user = ::getpwuid(::geteuid());
  return user != nullptr ? nssbridge::to_valid_utf8(user->pw_name) : std::string();
}

Wishes wishes_of(const json& params) {
  Wishes wishes;
  wishes.profiles = params.value("profiles", std::vector<std::string>{});
  wishes.own = !params.contains("profiles");
  wishes.at = params.contains("at") ? nssbridge::from_rfc3339(params["at"].get<std::string>()).value_or(now()) : now();
  wishes.expiring_days = params.value("expiring", wishes.expiring_days);
  wishes.with_correspondents = params.value("withCorrespondents", false);
  wishes.user = user_name();
  return wishes;
}

namespace {

/// Between the scan and the report: marks, redacts, and brings findings about several profiles to their place.
class Presenter {
 public:
  Presenter(report::Report& report, report::Head head, Presentation presentation)
      : m_report(report),
        m_head(std::move(head)),
        m_baseline(presentation.baseline),
        m_extent(presentation.redaction),
        m_redactor(m_extent, std::move(presentation.redaction_key)) {
    if (!presentation.as_they_come) m_spool.emplace();
  }

  void take(const json& profile) {
    m_counts.add_profile(profile);
    m_spool ? m_spool->add(profile) : write(profile);
  }

  Totals end(Outcome outcome) {
    begin();
    for (const auto& profile : outcome.across) m_counts.add_findings_of(profile);
    const Totals totals{m_counts, outcome.unreachable.size()};
    if (m_spool) write_all(std::exchange(outcome.across, {}));
    report::Tail tail;
    for (auto& each : outcome.across) tail.across.push_back(presentable(std::move(each)));
    for (const auto& each : outcome.unreachable) tail.unreachable.push_back(is_redacted() ? m_redactor.unreachable(each) : each);
    if (m_baseline != nullptr) tail.gone = m_baseline->gone(m_redactor);
    m_report.end(tail);
    return totals;
  }

 private:
  bool is_redacted() const { return m_extent != report::Redaction::none; }
  /// Nothing is written before it is known that something will come: an error is the whole answer then.
  void begin() {
    if (!std::exchange(m_begun, true)) m_report.begin(is_redacted() ? m_redactor.head(m_head) : m_head);
  }
  json presentable(json profile) {
    if (m_baseline != nullptr) m_baseline->mark(profile, m_redactor);
    return is_redacted() ? m_redactor.profile(profile) : profile;
  }
  void write(json profile) {
    begin();
    m_report.profile(presentable(std::move(profile)));
  }
  void write_all(const std::vector<json>& across) {
    const AcrossByProfile by_profile(across);
    m_spool->for_each([&](json profile) {
      by_profile.merge_into(profile);
      write(std::move(profile));
    });
  }

  report::Report& m_report;
  report::Head m_head;
  report::Baseline* m_baseline;
  report::Redaction m_extent;
  report::Redactor m_redactor;
  std::optional<Spool> m_spool;
  report::Counts m_counts;
  bool m_begun = false;
};

}  // namespace

Totals audit(const front::Workers& workers, front::Interaction& person, const Wishes& wishes, report::Report& report,
             Presentation presentation, const std::function<void(std::size_t done, std::size_t total)>& progress) {
  Presenter presenter(report, head_of(workers, wishes, presentation.names_host), std::move(presentation));
  return presenter.end(run(workers, person, wishes, {[&](const json& profile) { presenter.take(profile); }, progress}));
}

}  // namespace host::scan
