// SPDX-License-Identifier: MPL-2.0
#include <host/report/baseline.hpp>

#include <doctest/doctest.h>

#include "support/audited.hpp"
#include "support/kind_of.hpp"

using host::report::Baseline;
using host::report::Format;
using host::report::Redaction;
using host::report::Redactor;
using nlohmann::json;
using nssbridge::Kind;
using tests::audited_profile;

namespace {

Redactor redactor(Redaction extent, char octet = 'k') {
  return {extent, nssbridge::Secret(std::string(32, octet))};
}

std::string redacted_report(Format format, const json& profile, const Redactor& with) {
  std::string text;
  const auto report = host::report::make_report(format, {}, [&text](std::string_view piece) { text += piece; });
  report->begin(with.head(tests::audit_head()));
  report->profile(with.profile(profile));
  report->end({});
  return text;
}

/// Two findings as before, one new; one of the baseline is gone.
json later_profile() {
  json profile = audited_profile();
  profile["findings"][0]["key"] = std::string(64, '9');
  return profile;
}

std::vector<json> states(const json& profile) {
  std::vector<json> states;
  for (const json& finding : profile["findings"]) states.push_back(finding.value("baseline", json()));
  return states;
}

const std::vector<json> one_new{"new", "unchanged", "unchanged"};

}  // namespace

TEST_CASE("against an earlier report in any format that can be read, findings are new, unchanged or gone") {
  const auto none = redactor(Redaction::none);
  for (const Format format : {Format::json, Format::jsonl, Format::sarif}) {
    Baseline baseline = Baseline::read(tests::report_of(format, {audited_profile()}));
    CHECK(baseline.size() == 3);
    json profile = later_profile();
    baseline.mark(profile, none);
    CHECK(states(profile) == one_new);
    const auto gone = baseline.gone(none);
    REQUIRE(gone.size() == 1);
    CHECK(gone[0]["rule"] == "EKU-ABSENT");
    CHECK(gone[0]["key"] == std::string(64, '1'));
    CHECK(gone[0]["profile"] == "0123456789abcdef");
    CHECK(gone[0]["certificate"] == std::string(64, 'a'));
  }
}

TEST_CASE("an earlier report that was not redacted gives away no correspondent whose finding is gone, in any format") {
  const auto redacting = redactor(Redaction::correspondents);
  for (const Format format : {Format::json, Format::jsonl, Format::sarif}) {
    json before = audited_profile(), after = audited_profile();
    after["findings"] = json::array();
    for (json& finding : before["findings"]) finding["role"] = finding["rule"] == "CERT-EXPIRED" ? "correspondent" : "personal";
    before["findings"][1]["certificate"] = std::string(64, 'c');
    Baseline baseline = Baseline::read(tests::report_of(format, {before}));
    baseline.mark(after, redacting);
    const auto gone = baseline.gone(redacting);
    REQUIRE(gone.size() == 3);
    CHECK(json(gone).dump().find(std::string(64, 'c')) == std::string::npos);
    CHECK(gone[0]["certificate"] == std::string(64, 'a'));
  }
}

TEST_CASE("what was not looked at is not gone") {
  const auto none = redactor(Redaction::none);
  Baseline baseline = Baseline::read(tests::report_of(Format::json, {audited_profile()}));
  CHECK(baseline.gone(none).empty());
  json other = audited_profile();
  other["id"] = "fedcba9876543210";
  other["findings"] = json::array();
  baseline.mark(other, none);
  CHECK(baseline.gone(none).empty());
}

TEST_CASE("findings that were gone before are not gone again") {
  const auto none = redactor(Redaction::none);
  host::report::Tail tail;
  tail.gone = {{{"rule", "SIG-WEAK"}, {"severity", "note"}, {"key", std::string(64, '7')}, {"profile", "0123456789abcdef"}}};
  for (const Format format : {Format::json, Format::jsonl, Format::sarif}) {
    Baseline baseline = Baseline::read(tests::report_of(format, {audited_profile()}, tail));
    json profile = audited_profile();
    baseline.mark(profile, none);
    CHECK(baseline.gone(none).empty());
  }
}

TEST_CASE("an earlier report that was redacted with the same key compares, in either direction") {
  for (const Redaction earlier : {Redaction::none, Redaction::correspondents, Redaction::all})
    for (const Redaction now : {Redaction::none, Redaction::correspondents, Redaction::all}) {
      const auto with = redactor(now);
      Baseline baseline = Baseline::read(redacted_report(Format::json, audited_profile(), redactor(earlier)));
      json profile = later_profile();
      baseline.mark(profile, with);
      CHECK(states(profile) == one_new);
    }
}

TEST_CASE("what another key redacted is neither new nor gone, and the rest compares") {
  json profile = audited_profile();
  json peer = profile["findings"][0];
  peer["rule"] = "PEER-EXPIRED";
  peer["certificate"] = std::string(64, 'c');
  peer["key"] = std::string(64, '4');
  profile["findings"].push_back(peer);
  for (const Redaction extent : {Redaction::correspondents, Redaction::all}) {
    Baseline baseline = Baseline::read(redacted_report(Format::json, profile, redactor(extent, 'x')));
    json now = profile;
    baseline.mark(now, redactor(extent));
    const bool all = extent == Redaction::all;
    CHECK(states(now)[0] == (all ? json() : json("unchanged")));
    CHECK(states(now)[3] == json());
    CHECK(baseline.gone(redactor(extent)).empty());
  }
}

TEST_CASE("what is gone is redacted like the rest") {
  const auto all = redactor(Redaction::all);
  Baseline baseline = Baseline::read(tests::report_of(Format::json, {audited_profile()}));
  json profile = later_profile();
  baseline.mark(profile, all);
  const auto gone = baseline.gone(all);
  REQUIRE(gone.size() == 1);
  CHECK(gone[0]["profile"] == all.profile(audited_profile())["id"]);
  CHECK(gone[0]["certificate"] == all.profile(audited_profile())["certificates"][0]["fingerprint"]);
  CHECK(gone[0]["key"] == all.key_of_finding(std::string(64, '1')));
}

TEST_CASE("a baseline that no audit wrote is refused") {
  json odd = audited_profile();
  std::vector<std::string> bad{"", "{}", "[]", "null", "{\"schema\":1}", "{\"schema\":2,\"profiles\":[]}",
                               "{\"version\":\"2.1.0\",\"runs\":[]}", "{\"type\":\"run\",\"schema\":1}\n",
                               R"({"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Other"}},"results":[]}]})",
                               "{\"schema\":1,\"profiles\":[]}x", std::string(100'000, '['), tests::report_of(Format::csv, {odd})};
  const auto with = [&](const char* member, const json& value) {
    odd = audited_profile();
    odd["findings"][0][member] = value;
    bad.push_back(tests::report_of(Format::json, {odd}));
  };
  with("key", "short");
  with("key", 1);
  with("rule", "NO-SUCH-RULE");
  with("severity", "fatal");
  with("certificate", "<script>");
  odd["id"] = std::string(5000, 'x');
  bad.push_back(tests::report_of(Format::json, {odd}));
  for (const std::string& text : bad) {
    CAPTURE(text.substr(0, 200));
    CHECK(tests::kind_of([&] { Baseline::read(text); }) == Kind::bad_file);
  }
}
