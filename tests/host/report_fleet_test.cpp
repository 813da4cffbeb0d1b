// SPDX-License-Identifier: MPL-2.0
#include <host/report/redaction.hpp>

#include <doctest/doctest.h>

#include <map>
#include <sstream>

#include "support/audited.hpp"

using host::report::Format;
using nlohmann::json;

namespace {

json fleet_profile(const std::string& name = "default-release") {
  json profile = tests::audited_profile(name);
  profile["hosts"] = {"desk", "lap"};
  for (json& finding : profile["findings"]) {
    finding["hosts"] = {"desk", "lap"};
    finding["baseline"] = "new";
  }
  return profile;
}

json fleet_certificate() {
  return {{"fingerprint", std::string(64, 'a')}, {"subject", "CN=Bob"}, {"emails", json::array({"bob@example.org"})}, {"hosts", {"desk", "lap"}}, {"own", false}};
}

host::report::Tail fleet_tail() {
  const json loss{{"until", "2027-01-15T12:00:00Z"}, {"week", "2027-W02"}, {"hosts", json::array({"desk"})}};
  const json later{{"until", "2027-02-15T12:00:00Z"}, {"week", "2027-W07"}, {"hosts", json::array({"lap"})}};
  return {.unreachable = {{{"host", "desk"}, {"path", "/home/bob"}, {"message", "no"}}},
          .hosts = {{{"host", "desk"}, {"state", "findings"}, {"error", 1}}, {{"host", "lap"}, {"state", "clean"}, {"error", 0}},
                    {{"host", "far\x1B"}, {"state", "unreachable"}, {"message", "timed\nout"}}},
          .forecast = {{{"address", "alice@example.org"}, {"users", json::array({"alice"})}, {"signing", json::array({loss, later})}, {"encryption", json::array()}}},
          .difference = {{"since", "2026-11-23T00:00:00Z"}, {"new", 3}, {"unchanged", 1}, {"gone", 2}}};
}

std::string fleet_report(Format format, const std::string& name = "default-release") {
  std::string text;
  const auto report = host::report::make_report(format, {}, [&text](std::string_view piece) { text += piece; });
  auto head = tests::audit_head();
  head.host.clear();
  report->begin(head);
  report->profile(fleet_profile(name));
  report->certificate(fleet_certificate());
  report->certificate(fleet_certificate());
  report->end(fleet_tail());
  return text;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("JSON of a fleet has its certificates, hosts, forecast and difference as members") {
  const json value = json::parse(fleet_report(Format::json));
  CHECK(value["host"].is_null());
  CHECK(value["profiles"].size() == 1);
  CHECK(value["certificates"] == json::array({fleet_certificate(), fleet_certificate()}));
  CHECK(value["hosts"] == json(fleet_tail().hosts));
  CHECK(value["forecast"] == json(fleet_tail().forecast));
  CHECK(value["difference"]["gone"] == 2);
  CHECK(value["summary"]["error"] == 1);
}

TEST_CASE("JSON Lines of a fleet have a line for each of these") {
  std::map<std::string, int> types;
  std::istringstream lines(fleet_report(Format::jsonl));
  for (std::string line; std::getline(lines, line);) {
    const json value = json::parse(line);
    ++types[value["type"]];
    if (value["type"] == "host" && value["state"] == "clean") CHECK(value["host"] == "lap");
    if (value["type"] == "finding") CHECK(value["hosts"] == json{"desk", "lap"});
  }
  CHECK(types == std::map<std::string, int>{{"run", 1}, {"profile", 1}, {"finding", 3}, {"certificate", 2}, {"unreachable", 1}, {"host", 3}, {"forecast", 1},
                                            {"difference", 1}, {"end", 1}});
}

TEST_CASE("text of a fleet names hosts that are not known, who loses something, and the sums, and steers no terminal") {
  const std::string text = fleet_report(Format::text);
  CHECK(has(text, "Thunderbird default-release of alice on desk, lap\n"));
  CHECK(has(text, "unreachable: desk /home/bob: no\n"));
  CHECK(has(text, "unreachable: far\\u{001B}: timed\\u{000A}out\n"));
  CHECK(has(text, "alice@example.org"));
  CHECK(has(text, "2027-01-15 (2027-W02) on desk; 2027-02-15 (2027-W07) on lap"));
  CHECK(has(text, "Since 2026-11-23T00:00:00Z: 3 new, 2 gone, 1 unchanged.\n"));
  CHECK(has(text, "3 hosts: 1 clean, 1 findings, 1 unreachable.\n"));
}

TEST_CASE("CSV and SARIF of a fleet say of each finding on which hosts it is") {
  CHECK(has(fleet_report(Format::csv), "\r\n\"desk lap\",\"alice\","));
  const json log = json::parse(fleet_report(Format::sarif));
  CHECK(log["runs"][0]["results"][0]["properties"]["hosts"] == json{"desk", "lap"});
  CHECK(log["runs"][0]["results"][0]["baselineState"] == "new");
  CHECK(log["runs"][0]["properties"]["hosts"].size() == 3);
}

TEST_CASE("CSV of a fleet has rows for hosts that are not known, for places and for what ends, beside those of findings") {
  const std::string rows = fleet_report(Format::csv);
  CHECK(has(rows, "\r\n\"far\\u{001B}\",\"\",\"\",\"\",\"\",\"\",\"error\",\"HOST-UNREACHABLE\",\"timed\\u{000A}out\","));
  CHECK(has(rows, "\r\n\"desk\",\"\",\"\",\"\",\"\",\"/home/bob\",\"error\",\"PLACE-UNREACHABLE\",\"no\","));
  CHECK(has(rows, "\r\n\"desk\",\"alice\",\"\",\"\",\"\",\"\",\"warning\",\"FORECAST-SIGNING\",\"The certificate for signing ends in week 2027-W02.\",\"alice@example.org\","
                  "\"\",\"\",\"\",\"2027-01-15T12:00:00Z\","));
  CHECK(has(rows, "\r\n\"lap\",\"alice\",\"\",\"\",\"\",\"\",\"warning\",\"FORECAST-SIGNING\",\"The certificate for signing ends in week 2027-W07."));
  CHECK_FALSE(has(rows, "HOST-CLEAN"));
  CHECK_FALSE(has(rows, "HOST-FINDINGS"));
}

TEST_CASE("text says where a finding of several hosts is new and where it is gone, unless it is so on all of them") {
  json profile = fleet_profile();
  profile["findings"][0].update({{"newOn", json::array({"lap"})}, {"goneOn", json::array({"far"})}});
  profile["findings"][1].update({{"newOn", {"desk", "lap"}}});
  std::string text;
  host::report::make_report(Format::text, {}, [&text](std::string_view piece) { text += piece; })->profile(profile);
  CHECK(has(text, "[EKU-ABSENT] new on lap gone on far\n"));
  CHECK(has(text, "[CERT-EXPIRED] new\n"));
}

TEST_CASE("the page of a fleet has its people, hosts and forecast as data that cannot end early") {
  const std::string page = fleet_report(Format::html, tests::biting_name);
  CHECK(has(page, "{\"person\":{\"address\":\"alice@example.org\""));
  CHECK(has(page, "\"host\":\"desk lap\""));
  CHECK(has(page, "{\"hosts\":[{"));
  CHECK(has(page, "{\"forecast\":[{"));
  CHECK_FALSE(has(page, "</script><img"));
}

TEST_CASE("a certificate of a correspondent is redacted unless they are wanted, a host only with all names") {
  const host::report::Redactor correspondents(host::report::Redaction::correspondents, nssbridge::Secret(std::string(32, 'k')));
  const json shown = correspondents.fleet_certificate(fleet_certificate());
  CHECK(shown["emails"][0].get<std::string>().ends_with("@redacted.invalid"));
  CHECK(shown["hosts"] == json{"desk", "lap"});
  CHECK_FALSE(shown.contains("own"));
  json own = fleet_certificate();
  own["own"] = true;
  CHECK(correspondents.fleet_certificate(own)["subject"] == "CN=Bob");
  CHECK(correspondents.fleet_host(fleet_tail().hosts[2])["message"] == "timed\nout");
  const host::report::Redactor all(host::report::Redaction::all, nssbridge::Secret(std::string(32, 'k')));
  CHECK_FALSE(all.fleet_host(fleet_tail().hosts[2]).contains("message"));
  CHECK(all.fleet_host(fleet_tail().hosts[0])["host"] == all.profile(fleet_profile())["hosts"][0]);
}
