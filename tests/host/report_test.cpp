// SPDX-License-Identifier: MPL-2.0
#include <doctest/doctest.h>

#include <sstream>

#include "support/audited.hpp"

using host::report::Format;
using nlohmann::json;
using tests::audited_profile;
using tests::full_tail;
using tests::profile_that_bites;
using tests::report_of;

namespace {

std::vector<json> lines_of(const std::string& text) {
  std::vector<json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(json::parse(line));
  return lines;
}

}  // namespace

TEST_CASE("JSON is one value with the profiles as they are, and the sums of all") {
  const auto profile = audited_profile();
  for (const std::size_t count : {0, 1, 3}) {
    CAPTURE(count);
    const json value = json::parse(report_of(Format::json, std::vector<json>(count, profile)));
    CHECK(value["schema"] == 1);
    CHECK(value["tool"] == json{{"version", "1.2.3"}, {"nss", "3.125"}});
    CHECK(value["at"] == "2026-11-18T11:06:40Z");
    CHECK(value["host"] == "desk");
    CHECK(value["profiles"] == json(std::vector<json>(count, profile)));
    CHECK(value["summary"] == json{{"error", count}, {"warning", count}, {"note", count}});
    CHECK_FALSE(value.contains("gone"));
  }
}

TEST_CASE("JSON says what was found across profiles, what is gone and what could not be reached") {
  const json value = json::parse(report_of(Format::json, {audited_profile()}, full_tail()));
  CHECK(value["across"][0]["findings"][0]["rule"] == "KEY-FACTORABLE");
  CHECK(value["gone"][0]["rule"] == "SIG-WEAK");
  CHECK(value["unreachable"][0]["path"] == "/home/bob");
  CHECK(value["summary"]["error"] == 2);
}

TEST_CASE("JSON carries the true text, and on a terminal nothing but ASCII") {
  CHECK(json::parse(report_of(Format::json, {profile_that_bites()}))["profiles"][0]["name"] == tests::biting_name);
  const std::string shown = report_of(Format::json, {profile_that_bites()}, {}, {.colours = false, .ascii = true});
  for (const char c : shown) CHECK((c == '\n' || (c >= ' ' && c <= '~')));
  CHECK(json::parse(shown)["profiles"][0]["name"] == tests::biting_name);
}

TEST_CASE("a line of JSON Lines says whose finding it is, and the last one that nothing is missing") {
  const auto lines = lines_of(report_of(Format::jsonl, {audited_profile(), profile_that_bites()}, full_tail()));
  REQUIRE(lines.size() == 1 + 2 * 4 + 1 + 1 + 1 + 1);
  CHECK(lines[0]["type"] == "run");
  CHECK(lines[0]["schema"] == 1);
  CHECK(lines[1]["type"] == "profile");
  CHECK(lines[1]["certificates"].size() == 1);
  CHECK_FALSE(lines[1].contains("findings"));
  CHECK(lines[3]["type"] == "finding");
  CHECK(lines[3]["rule"] == "CERT-EXPIRED");
  CHECK(lines[3]["profile"] == "0123456789abcdef");
  CHECK(lines[3]["user"] == "alice");
  CHECK(lines[3]["host"] == "desk");
  CHECK(lines[9]["rule"] == "KEY-FACTORABLE");
  CHECK(lines[10]["type"] == "gone");
  CHECK(lines[11]["type"] == "unreachable");
  CHECK(lines[12] == json{{"type", "end"}, {"time", lines[0]["time"]}, {"host", "desk"}, {"profiles", 2},
                          {"summary", {{"error", 3}, {"warning", 2}, {"note", 2}}}});
}

TEST_CASE("no reader of JSON Lines can take a name for the end of a line") {
  json profile = audited_profile("two\u2028three\u0085four\nfive");
  const std::string text = report_of(Format::jsonl, {profile});
  for (const char c : text) CHECK((c == '\n' || (c >= ' ' && c <= '~')));
  CHECK(lines_of(text)[1]["name"] == profile["name"]);
}

TEST_CASE("text names the profile and its owner, what it holds, and what is wrong, the worst first") {
  const std::string text = report_of(Format::text, {audited_profile()}, full_tail());
  CHECK(text.starts_with("Thunderbird default-release of alice\n    /home/alice/.thunderbird/x.default\n"
                         "    1 certificate with a key, 1 identity; 1 error, 1 warning, 1 note\n"
                         "error: The selected certificate has expired. [CERT-EXPIRED]\n"
                         "    identity id1 (alice@example.org)\n"
                         "    certificate aaaaaaaaaaaaaaaa (alice@example.org, until 2027-03-01)\n"
                         "    Select another certificate.\n"
                         "    $ certferry explain --profile 0123456789abcdef\n"
                         "warning: The keys have no primary password. [STORE-NO-PASSWORD]\n"
                         "note: It does not say what it is for. [EKU-ABSENT]\n"));
  CHECK(text.find("gone: It was signed with SHA-1. [SIG-WEAK]\n") != std::string::npos);
  CHECK(text.find("unreachable: /home/bob: It cannot be entered.\n") != std::string::npos);
  CHECK(text.ends_with("1 profile: 2 errors, 1 warning, 1 note.\n"));
}

TEST_CASE("text steers no terminal, and a result of other types than promised is no reason to end") {
  const std::string text = report_of(Format::text, {profile_that_bites()});
  CHECK(text.find('\x1B') == std::string::npos);
  CHECK(text.find("\u202E") == std::string::npos);
  json odd = audited_profile();
  for (const char* member : {"identities", "certificates", "findings"}) {
    CAPTURE(member);
    for (const json& value : {json(1), json("text"), json::array({1, nullptr, "text"}), json{{"a", 1}}}) {
      json other = odd;
      other[member] = value;
      for (const Format format : tests::all_formats)
        CHECK_NOTHROW(report_of(format, {other, json::object(), json()}));
    }
  }
}
