// SPDX-License-Identifier: MPL-2.0
// A result of audit.run as a report, for tests that judge reports with other programs.
//   report_probe FORMAT [none|correspondents|all] < RESULT
#include <host/report/redaction.hpp>
#include <host/report/report.hpp>
#include <nssbridge/error.hpp>

#include <iostream>
#include <iterator>
#include <string>

using namespace host::report;
using nlohmann::json;

namespace {

Redaction redaction_from(const std::string& name) {
  if (name == "all") return Redaction::all;
  return name == "correspondents" ? Redaction::correspondents : Redaction::none;
}

std::vector<json> list(const json& result, const char* name) {
  return result.value(name, json::array()).get<std::vector<json>>();
}

}  // namespace

int main(int count, char** words) {
  try {
    const auto format = count > 1 ? format_from(words[1]) : std::nullopt;
    if (!format) return 2;
    const json result = json::parse(std::string(std::istreambuf_iterator<char>(std::cin), {}));
    const Redactor redactor(redaction_from(count > 2 ? words[2] : "none"), nssbridge::Secret(std::string(32, 'k')));
    Head head{.version = result["tool"]["version"], .nss = result["tool"]["nss"], .host = result["host"].is_string() ? result["host"] : ""};
    head.time = nssbridge::from_rfc3339(result["time"].get<std::string>()).value();
    head.at = nssbridge::from_rfc3339(result["at"].get<std::string>()).value();
    const auto report = make_report(*format, {}, [](std::string_view piece) { std::cout << piece; });
    report->begin(redactor.head(head));
    for (const json& profile : list(result, "profiles")) report->profile(redactor.profile(profile));
    Tail tail{.across = list(result, "across"), .gone = list(result, "gone"), .unreachable = list(result, "unreachable"),
              .hosts = list(result, "hosts"), .forecast = list(result, "forecast"), .difference = result.value("difference", json())};
    for (json& each : tail.across) each = redactor.profile(each);
    for (json& each : tail.gone) each = redactor.gone(each);
    for (json& each : tail.unreachable) each = redactor.unreachable(each);
    for (json& each : tail.hosts) each = redactor.fleet_host(each);
    report->end(tail);
    return 0;
  } catch (const nssbridge::Error& error) {
    std::cerr << error.message() << "\n";
    return 3;
  }
}
