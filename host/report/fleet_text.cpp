// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>
#include <host/report/fleet_text.hpp>
#include <host/text/shown.hpp>
#include <host/text/table.hpp>

#include <map>

namespace host::report {

using nlohmann::json;
using protocol::list_member;
using protocol::member;
using text::text_of;

namespace {

std::string name_of_host(const json& host) {
  const std::string name = text_of(host, "host");
  return name.empty() ? text_of(host, "file") : name;
}

/// "2027-01-15 (2027-W02) on desk, lap"
std::string end_of(const json& loss) {
  std::string hosts;
  for (const json& host : list_member(loss, "hosts")) hosts += (hosts.empty() ? " on " : ", ") + text_of(json{{"h", host}}, "h");
  return text::day_of(text_of(loss, "until")) + " (" + text_of(loss, "week") + ")" + hosts;
}

std::string ends_of(const json& losses) {
  std::string ends;
  for (const json& loss : losses) ends += (ends.empty() ? "" : "; ") + end_of(loss);
  return ends.empty() ? "-" : ends;
}

std::string forecast_text(const std::vector<json>& forecast, const text::Style& style) {
  if (forecast.empty()) return {};
  std::vector<std::vector<std::string>> rows{{"ADDRESS", "SIGNS UNTIL", "IS ENCRYPTED TO UNTIL"}};
  for (const json& person : forecast)
    rows.push_back({text_of(person, "address"), ends_of(list_member(person, "signing")), ends_of(list_member(person, "encryption"))});
  return "\n" + style.strong("Who loses something soon") + "\n" + text::table(rows);
}

}  // namespace

std::string fleet_text(const Tail& tail, const text::Style& style) {
  if (tail.hosts.empty()) return {};
  std::string shown;
  std::map<std::string, std::size_t> states;
  for (const json& host : tail.hosts) {
    const std::string state = text_of(host, "state"), message = text_of(host, "message");
    ++states[state];
    if (state == "clean" || state == "findings") continue;
    shown += style.bad(state + ":") + " " + name_of_host(host) + (message.empty() ? "" : ": " + message) + "\n";
  }
  shown += forecast_text(tail.forecast, style);
  if (tail.difference.is_object())
    shown += "\nSince " + text_of(tail.difference, "since") + ": " + member(tail.difference, "new").dump() + " new, " +
             member(tail.difference, "gone").dump() + " gone, " + member(tail.difference, "unchanged").dump() + " unchanged.\n";
  std::string sums;
  for (const auto& [state, count] : states) sums += (sums.empty() ? "" : ", ") + std::to_string(count) + " " + state;
  return shown + "\n" + text::count_of(tail.hosts.size(), "host") + ": " + sums + ".\n";
}

}  // namespace host::report
