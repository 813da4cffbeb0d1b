// SPDX-License-Identifier: MPL-2.0
#include <host/audit/finding.hpp>

#include <doctest/doctest.h>

#include <set>

using namespace host::audit;
using nlohmann::json;

namespace {

Finding expired() {
  Finding finding{.rule = RuleId("CERT-EXPIRED"), .severity = Severity::error, .message = "It expired on 2026-01-01."};
  finding.certificate = nssbridge::Fingerprint{};
  return finding;
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

TEST_CASE("each rule has an id of its own, and texts to be read") {
  std::set<std::string_view> ids;
  for (const auto& rule : rules) {
    CAPTURE(rule.id);
    CHECK(ids.insert(rule.id).second);
    for (const auto& text : {rule.title, rule.when, rule.fix}) CHECK(text.ends_with('.'));
    CHECK_FALSE(rule.reference.empty());
    CHECK_FALSE(title_of(rule.family).empty());
    CHECK(RuleId::from(rule.id)->name() == rule.id);
  }
  CHECK_FALSE(RuleId::from("CERT-NONSENSE").has_value());
}

TEST_CASE("rules of one family stand together") {
  std::set<Family> left;
  for (std::size_t row = 1; row < rules.size(); ++row) {
    if (rules[row].family == rules[row - 1].family) continue;
    left.insert(rules[row - 1].family);
    CHECK_FALSE(left.contains(rules[row].family));
  }
}

TEST_CASE("severities go by their names") {
  for (const auto severity : {Severity::note, Severity::warning, Severity::error})
    CHECK(severity_from(name_of(severity)) == severity);
  CHECK_FALSE(severity_from("fatal").has_value());
}

TEST_CASE("a finding is written with the words of its rule") {
  auto finding = expired();
  CHECK(to_json(finding, "p") == json{{"rule", "CERT-EXPIRED"},
                                      {"severity", "error"},
                                      {"message", "It expired on 2026-01-01."},
                                      {"reference", finding.rule.rule().reference},
                                      {"evidence", json::object()},
                                      {"fix", {{"text", finding.rule.rule().fix}}},
                                      {"certificate", std::string(64, '0')},
                                      {"key", key_of(finding, "p")}});
  finding.identity = "id1";
  finding.file = "key4.db";
  finding.fix = nssbridge::Fix{"Do this.", "certferry explain"};
  const auto whole = to_json(finding, "p");
  CHECK(whole["identity"] == "id1");
  CHECK(whole["file"] == "key4.db");
  CHECK(whole["fix"] == json{{"text", "Do this."}, {"command", "certferry explain"}});
}

TEST_CASE("a finding says whose certificate it is about, where that is known") {
  Finding finding{.rule = RuleId("SIG-WEAK"), .severity = Severity::note, .message = "x"};
  CHECK_FALSE(to_json(finding, "p").contains("role"));
  finding.role = host::audit::Role::personal;
  CHECK(to_json(finding, "p")["role"] == "personal");
  finding.role = host::audit::Role::authority;
  CHECK(to_json(finding, "p")["role"] == "authority");
  finding.role = host::audit::Role::correspondent;
  CHECK(to_json(finding, "p")["role"] == "correspondent");
}

TEST_CASE("the key tells findings apart and does not change with their words") {
  const auto finding = expired();
  CHECK(key_of(finding, "p").size() == 64);
  auto reworded = finding;
  reworded.message = "Otherwise.";
  reworded.severity = Severity::note;
  reworded.evidence["days"] = 3;
  CHECK(key_of(reworded, "p") == key_of(finding, "p"));
  std::set<std::string> keys{key_of(finding, "p"), key_of(finding, "q")};
  const auto add = [&](auto change) {
    auto other = finding;
    change(other);
    keys.insert(key_of(other, "p"));
  };
  add([](Finding& other) { other.rule = RuleId("CERT-EXPIRING"); });
  add([](Finding& other) { other.certificate->bytes[0] = 1; });
  add([](Finding& other) { other.certificate.reset(); });
  add([](Finding& other) { other.identity = "id1"; });
  add([](Finding& other) { other.file = "id1"; });
  add([](Finding& other) { other.subject = "id1"; });
  CHECK(keys.size() == 8);
}

TEST_CASE("no text of a finding is longer than 512 characters, and none is cut inside of one") {
  auto finding = expired();
  const std::string umlauts = [] {
    std::string text;
    for (int i = 0; i < 512; ++i) text += "ä";
    return text;
  }();
  finding.evidence = {{"exact", umlauts}, {"long", umlauts + "x"}, {"list", {umlauts + umlauts}}, {"bad", "\xFF"}};
  const auto written = to_json(finding, "p");
  CHECK(written["evidence"]["exact"] == umlauts);
  CHECK(characters(written["evidence"]["long"]) == 512);
  CHECK(written["evidence"]["long"].get<std::string>().ends_with("ä…"));
  CHECK(characters(written["evidence"]["list"][0]) == 512);
  CHECK_NOTHROW(written.dump());
}

TEST_CASE("the most severe findings come first, and the rest is counted") {
  std::vector<Finding> findings;
  for (int i = 0; i < 10'005; ++i) {
    findings.push_back({.rule = RuleId("PEER-EXPIRED"), .severity = Severity::note, .message = "x"});
    findings.back().subject = std::to_string(i);
  }
  findings.push_back({.rule = RuleId("KEY-ORPHAN"), .severity = Severity::warning, .message = "x"});
  findings.push_back({.rule = RuleId("CERT-EXPIRED"), .severity = Severity::warning, .message = "x"});
  auto few = std::vector<Finding>(findings.end() - 3, findings.end());
  order_and_limit(few);
  CHECK(few.size() == 3);
  CHECK(few[0].rule == RuleId("CERT-EXPIRED"));
  CHECK(few[2].rule == RuleId("PEER-EXPIRED"));

  order_and_limit(findings);
  REQUIRE(findings.size() == 10'001);
  CHECK(findings[0].rule == RuleId("CERT-EXPIRED"));
  CHECK(findings[1].rule == RuleId("KEY-ORPHAN"));
  CHECK(findings[2].subject == "0");
  CHECK(findings.back().rule == RuleId("FINDINGS-LEFT-OUT"));
  CHECK(findings.back().evidence["count"] == 7);
}
