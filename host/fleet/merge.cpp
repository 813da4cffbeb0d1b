// SPDX-License-Identifier: MPL-2.0
#include <host/fleet/files.hpp>
#include <host/fleet/host_names.hpp>
#include <host/fleet/merge.hpp>
#include <host/fleet/rows.hpp>
#include <host/protocol/members.hpp>
#include <host/report/counts.hpp>
#include <host/text/printable.hpp>

#include <algorithm>
#include <utility>

namespace host::fleet {

using nlohmann::json;
using protocol::list_member;
using protocol::member;

namespace {

constexpr std::size_t longest_shown = 253;

/// Returns the number of files.
std::size_t read_all(const Wishes& wishes, State& state, const std::function<void(std::size_t done, std::size_t total)>& progress) {
  const auto files = result_files(wishes.files);
  const auto latest = std::max(wishes.now, wishes.at);
  std::size_t done = 0;
  for (const auto& file : files) {
    progress(done++, files.size());
    const std::string name = file.filename().string(), host = host_of_file(name);
    if (host.empty())
      state.reject(text::printable(name, longest_shown), "Its name is not HOST.json with the name of a host.");
    else
      state.merge(host, [&](const ResultParts& parts) { return read_result(result_octets(file), host, latest, parts); });
  }
  progress(done, files.size());
  state.complete(wishes.expected);
  if (wishes.most_days) state.age(wishes.at - nssbridge::Time{*wishes.most_days} * seconds_a_day);
  return files.size();
}

/// Between what is known and the report: replaces names and counts.
class Presenter {
 public:
  Presenter(State& state, const Wishes& wishes, const report::Redactor& redactor, report::Report& report)
      : m_state(state), m_wishes(wishes), m_redactor(redactor), m_report(report), m_people(nssbridge::to_rfc3339(wishes.at)) {}

  std::vector<Forecast> present() {
    report::Head head{.version = CERTFERRY_VERSION, .nss = {}, .time = m_wishes.now, .at = m_wishes.at, .host = {}};
    m_report.begin(m_redactor.head(head));
    for_each_profile(m_state, [this](json&& profile) {
      count(profile);
      const json shown = m_redactor.profile(profile);
      m_people.add(shown, {});
      m_report.profile(shown);
    });
    for_each_certificate(m_state, [this](json&& certificate) { m_report.certificate(m_redactor.fleet_certificate(certificate)); });
    const auto losses = forecast(m_people.all(), m_wishes.at, m_wishes.weeks);
    m_report.end(tail(losses));
    return losses;
  }
  Totals totals() const { return m_totals; }

 private:
  void count(const json& profile) {
    m_totals.findings.add_findings_of(profile);
    for (const json& finding : list_member(profile, "findings")) {
      if (const json& baseline = member(finding, "baseline"); baseline.is_string()) ++(baseline == "new" ? m_new : m_unchanged);
      if (finding.contains("goneOn")) ++m_gone;
    }
  }
  report::Tail tail(const std::vector<Forecast>& losses) {
    report::Tail tail;
    for (const json& finding : gone_findings(m_state)) tail.gone.push_back(m_redactor.gone(finding));
    for (const json& place : unreachable_places(m_state)) tail.unreachable.push_back(m_redactor.unreachable(place));
    for (const json& host : hosts(m_state)) {
      const json& state = member(host, "state");
      if (state != name_of(HostState::clean) && state != name_of(HostState::findings)) ++m_totals.unknown_hosts;
      tail.hosts.push_back(m_redactor.fleet_host(host));
    }
    for (const auto& loss : losses) tail.forecast.push_back(to_json(loss));
    if (m_state.last_merge())
      tail.difference = {{"since", nssbridge::to_rfc3339(*m_state.last_merge())}, {"new", m_new}, {"unchanged", m_unchanged}, {"gone", m_gone + tail.gone.size()}};
    m_totals.unreachable = tail.unreachable.size();
    return tail;
  }

  State& m_state;
  const Wishes& m_wishes;
  const report::Redactor& m_redactor;
  report::Report& m_report;
  report::People m_people;
  std::size_t m_new = 0, m_unchanged = 0, m_gone = 0;  ///< rows; of a finding that is gone on some of its hosts too
  Totals m_totals;
};

}  // namespace

Totals merge(Wishes wishes, report::Report& report, const std::function<void(std::size_t done, std::size_t total)>& progress,
             const std::function<void(const std::vector<Forecast>& forecast)>& forecast) {
  State state(wishes.database);
  const std::size_t files = read_all(wishes, state, progress);
  const report::Redactor redactor(wishes.redaction, std::exchange(wishes.redaction_key, nssbridge::Secret()));
  Presenter presenter(state, wishes, redactor, report);
  forecast(presenter.present());
  state.commit(wishes.now);
  Totals totals = presenter.totals();
  totals.files = files;
  return totals;
}

}  // namespace host::fleet
