// SPDX-License-Identifier: MPL-2.0
#include <host/cli/render.hpp>
#include <host/cli/status.hpp>

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

#include <string>

using host::cli::status_of;
using host::cli::Style;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

namespace {

const Style plain(false);
const std::string biting = "Eve\"; user_pref(\n\x1B[2J\u202E";

json migration() {
  return {
      {"from", "f1"},
      {"to", "t1"},
      {"backup", "20261124T101500Z"},
      {"certificates",
       {{{"fingerprint", std::string(64, 'a')},
         {"subject", "CN=Alice"},
         {"emails", {"alice@example.org"}},
         {"action", "copy"},
         {"outcome", "copied"},
         {"authorities", json::array()},
         {"roots", {{{"fingerprint", std::string(64, 'b')}, {"subject", "CN=Root"}, {"action", "carry"}}}},
         {"checks",
          {{"keyMatches", true}, {"chain", true}, {"signVerify", true}, {"encryptDecrypt", nullptr}}}}}},
      {"identities",
       {{{"id", "id1"},
         {"email", "alice@example.org"},
         {"signing", std::string(64, 'a')},
         {"encryption", std::string(64, 'a')},
         {"signByDefault", true},
         {"action", "select"},
         {"outcome", "pending"}}}},
      {"warnings", {{{"kind", "x"}, {"message", "Mind this."}}}}};
}

bool harmless(const std::string& text) {
  return text.find('\x1B') == std::string::npos && text.find("\u202E") == std::string::npos;
}

}  // namespace

TEST_CASE(
    "after a move a person reads what moved, the checks, the identities, the backup and the next step") {
  const std::string text = host::cli::render_migration(migration(), plain);
  for (const char* part :
       {"1 certificate copied from f1 to t1", "alice@example.org", "key matches: yes",
        "chain is trusted: yes", "decrypting works: not checked", "once Thunderbird is closed",
        "new mail is signed", "certferry restore --profile t1 20261124T101500Z", "warning: Mind this."}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
}

TEST_CASE("a root that nobody trusts is named in full, with the command that trusts it") {
  json result = migration();
  result["certificates"][0]["roots"][0]["action"] = "ask";
  const std::string text = host::cli::render_migration(result, plain);
  CHECK(text.find("certferry migrate --trust-root " + std::string(64, 'b')) != std::string::npos);
  CHECK(text.find("bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb\n") != std::string::npos);
}

TEST_CASE("a plan says that nothing was changed") {
  json result = migration();
  result.erase("backup");
  const std::string text = host::cli::render_migration(result, plain);
  CHECK(text.find("Nothing was changed") != std::string::npos);
  CHECK(text.find("--dry-run") != std::string::npos);
}

TEST_CASE("names from profiles reach the terminal in printable form only") {
  json result = migration();
  result["certificates"][0]["emails"] = {biting};
  result["certificates"][0]["roots"][0] = {{"fingerprint", biting}, {"subject", biting}, {"action", "ask"}};
  result["certificates"][0]["error"] = {{"message", biting}};
  result["identities"][0]["email"] = biting;
  result["warnings"][0]["message"] = biting;
  CHECK(harmless(host::cli::render_migration(result, plain)));

  const json certificate{
      {"subject", biting},
      {"issuer", biting},
      {"emails", {biting}},
      {"key", {{"algorithm", biting}, {"bits", 2048}}},
      {"fingerprint", biting},
      {"token", biting},
      {"canSign", {{"ok", false}, {"reasons", {{{"message", biting}, {"fix", {{"command", biting}}}}}}}}};
  CHECK(harmless(host::cli::render_certificates({{"certificates", {certificate}}}, plain)));
  CHECK(harmless(host::cli::render_profiles(
      {{"profiles", {{{"id", biting}, {"name", biting}, {"path", biting}, {"application", biting}}}}},
      plain)));
  const json identity{{"id", biting},
                      {"name", biting},
                      {"email", biting},
                      {"signing", {{"fingerprint", biting}, {"verdict", {{"ok", false}}}}}};
  CHECK(harmless(host::cli::render_identities({{"identities", {identity}}}, plain)));
  CHECK(harmless(host::cli::render_selection({{"identity", identity}, {"outcome", "pending"}}, plain)));
  const json backup{{"name", biting}, {"time", biting}, {"occasion", biting}, {"losses", {biting}}};
  CHECK(harmless(host::cli::render_backups({{"backups", {backup}}}, plain)));
  CHECK(harmless(
      host::cli::render_restored({{"restored", backup}, {"losses", {biting}}, {"backup", biting}}, plain)));
  CHECK(harmless(host::cli::render_error(
      Error(Kind::ambiguous, biting).with_candidates({biting}).with_fix({biting, biting}), plain)));
}

TEST_CASE("results without their members are rendered all the same") {
  for (const json& result :
       {json::object(), json(), json::array(), json({{"certificates", 7}, {"identities", "x"}})}) {
    CHECK_FALSE(host::cli::render_profiles(result, plain).empty());
    CHECK_FALSE(host::cli::render_certificates(result, plain).empty());
    CHECK_FALSE(host::cli::render_identities(result, plain).empty());
    CHECK_FALSE(host::cli::render_migration(result, plain).empty());
    CHECK_FALSE(host::cli::render_selection(result, plain).empty());
    CHECK_FALSE(host::cli::render_backups(result, plain).empty());
    CHECK_FALSE(host::cli::render_restored(result, plain).empty());
  }
}

TEST_CASE("columns of profiles stand under each other, whatever the script") {
  const json profiles{
      {"profiles",
       {{{"id", "p1"}, {"application", "firefox"}, {"name", "李雷"}, {"path", "/a"}, {"packaging", "native"}},
        {{"id", "p22"},
         {"application", "thunderbird"},
         {"name", "x"},
         {"path", "/b"},
         {"packaging", "snap"}}}}};
  const std::string text = host::cli::render_profiles(profiles, plain);
  CHECK(text.find("p1   Firefox      李雷  -      /a\n") != std::string::npos);
  CHECK(text.find("p22  Thunderbird  x     snap   /b\n") != std::string::npos);
}

TEST_CASE("the exit status of a move tells whether all of it was done") {
  json result = migration();
  CHECK(status_of("migration.run", result) == host::cli::done);
  SUBCASE("a certificate failed") {
    result["certificates"][0]["outcome"] = "failed";
  }
  SUBCASE("a check said no") {
    result["certificates"][0]["checks"]["signVerify"] = false;
  }
  SUBCASE("a root is still to be trusted") {
    result["certificates"][0]["roots"][0]["action"] = "ask";
  }
  SUBCASE("an identity failed") {
    result["identities"][0]["outcome"] = "failed";
  }
  SUBCASE("something is wrong with a certificate") {
    result["certificates"][0]["error"] = json::object();
  }
  CHECK(status_of("migration.plan", result) == host::cli::done);
  if (result != migration()) CHECK(status_of("migration.run", result) == host::cli::not_all);
}

TEST_CASE("the exit status of an error tells usage, cancelling and the rest apart") {
  CHECK(status_of(Error(Kind::invalid_request, "")) == 2);
  CHECK(status_of(Error(Kind::unknown_method, "")) == 2);
  CHECK(status_of(Error(Kind::cancelled, "")) == 130);
  CHECK(status_of(Error(Kind::wrong_password, "")) == 3);
}

TEST_CASE("a time that is none is shown whole, never cut through a character") {
  const json certificates{
      {"certificates", {{{"notBefore", "2026-01-0\u00e9 x"}, {"notAfter", "2027-03-01T10:00:00Z"}}}}};
  const std::string text = host::cli::render_certificates(certificates, plain);
  CHECK(text.find("2026-01-0\u00e9 x to 2027-03-01\n") != std::string::npos);
}
