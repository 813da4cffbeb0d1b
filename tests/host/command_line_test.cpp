// SPDX-License-Identifier: MPL-2.0
#include <host/cli/arguments.hpp>
#include <host/cli/completion.hpp>
#include <host/cli/requests.hpp>
#include <host/protocol/operations.hpp>
#include <support/kind_of.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using host::cli::Arguments;
using host::cli::fingerprint_digits;
using host::cli::request_for;
using host::cli::UsageError;
using nlohmann::json;
using nssbridge::Kind;
using tests::kind_of;

namespace {

const std::string full = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

std::optional<host::cli::Options> parse(std::vector<const char*> words) {
  Arguments arguments;
  words.insert(words.begin(), "certferry");
  return arguments.parse(static_cast<int>(words.size()), words.data());
}

host::front::Request request(const std::vector<const char*>& words) {
  return request_for(parse(words).value());
}

bool is_usage_error(const std::vector<const char*>& words) {
  try {
    request(words);
  } catch (const UsageError&) {
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("each command of the table of operations exists") {
  for (const auto& operation : host::protocol::operations()) {
    CAPTURE(operation.command);
    Arguments arguments;
    const std::string command(operation.command);
    const char* words[] = {"certferry", command.c_str(), "--help"};
    CHECK_FALSE(arguments.parse(3, words));
    CHECK(arguments.wanted_text().find("--json") != std::string::npos);
  }
}

TEST_CASE("help and version are wanted texts, not errors") {
  Arguments arguments;
  const char* words[] = {"certferry", "--version"};
  CHECK_FALSE(arguments.parse(2, words));
  CHECK(arguments.wanted_text() == "certferry " CERTFERRY_VERSION "\n");
  Arguments others;
  const char* help[] = {"certferry", "--help"};
  CHECK_FALSE(others.parse(2, help));
  CHECK(others.wanted_text().find("migrate") != std::string::npos);
}

TEST_CASE("export says what goes into the file and where that is") {
  const auto one = request({"export", "--profile", "p", "--certificate", "ABCD EF01", "--out", "k.p12", "--compatible"});
  CHECK(one.method == "pkcs12.export");
  CHECK(one.certificate_prefixes == std::vector<std::string>{"abcdef01"});
  CHECK(one.params == json{{"compatible", true}});
  CHECK_FALSE(one.empty_password_allowed);
  const auto all = request({"export", "--profile", "p", "--all", "--out", "k.p12", "--allow-empty-password"});
  CHECK(all.params == json{{"certificates", "all"}});
  CHECK(all.empty_password_allowed);
}

TEST_CASE("a command line becomes the request that it means") {
  const auto profiles = request({"profiles", "--json"});
  CHECK(profiles.method == "profiles.list");
  CHECK(profiles.command_line);
  CHECK(profiles.params == json::object());

  const auto certificates = request({"certificates", "--kind", "all", "--tokens", "--module", "/a.so", "--profile", "/home/a/x"});
  CHECK(certificates.method == "certificates.list");
  CHECK(certificates.params == json({{"kind", "all"}, {"tokens", true}}));
  CHECK(certificates.module_paths == std::vector<std::string>{"/a.so"});
  CHECK(certificates.profile_paths == std::map<std::string, std::string>{{"profile", "/home/a/x"}});
}

TEST_CASE("a path of the command line is never a member of the parameters") {
  const auto migrate = request({"migrate", "--from", "/a", "--to=b"});
  CHECK(migrate.params == json::object());
  CHECK(migrate.profile_paths == std::map<std::string, std::string>{{"from", "/a"}, {"to", "b"}});
}

TEST_CASE("migrate says what to move, whom to trust, and whether it is only a plan") {
  CHECK(request({"migrate", "--dry-run"}).method == "migration.plan");
  const auto migrate = request({"migrate", "--certificate", "0011 2233", "--certificate", "AA:BB:CC:DD",
                                "--trust-root", full.c_str(), "--no-select", "--sign-by-default", "no"});
  CHECK(migrate.method == "migration.run");
  CHECK(migrate.certificate_prefixes == std::vector<std::string>{"00112233", "aabbccdd"});
  CHECK(migrate.params == json({{"trustRoots", {full}}, {"select", false}, {"signByDefault", false}}));
}

TEST_CASE("select names certificates or none") {
  const auto select =
      request({"select", "--profile", "p", "--identity", "id1", "--signing", "0011223344", "--encryption",
               "none", "--encrypt-by-default", "off", "--sign-by-default", "yes"});
  CHECK(select.params == json({{"identity", "id1"},
                               {"signing", "0011223344"},
                               {"encryption", nullptr},
                               {"encryptByDefault", "off"},
                               {"signByDefault", true}}));
  CHECK(request({"select", "--profile", "p", "--identity", "a@b", "--undo"}).params ==
        json({{"identity", "a@b"}, {"undo", true}}));
  CHECK(request({"select", "--profile", "p", "--identity", "a@b", "--cancel-pending"})
            .params["cancelPending"] == true);
}

TEST_CASE("restore lists unless a backup is named, and options may stand behind it") {
  CHECK(request({"restore", "--profile", "p"}).method == "backups.list");
  CHECK(request({"restore", "--profile", "p", "--list"}).method == "backups.list");
  const auto before = request({"restore", "--profile", "p", "--json", "20261124T101500Z"});
  const auto after = request({"restore", "20261124T101500Z", "--json", "--profile", "p"});
  CHECK(before.method == "backups.restore");
  CHECK(before.params == json({{"name", "20261124T101500Z"}}));
  CHECK(after.params == before.params);
  CHECK(after.profile_paths == before.profile_paths);
}

TEST_CASE("call sends exactly what a program could send") {
  const auto call = request({"call", "certificates.list", R"({"profile":"p"})"});
  CHECK_FALSE(call.command_line);
  CHECK(call.params == json({{"profile", "p"}}));
  CHECK(call.profile_paths.empty());
  CHECK(request({"call", "profiles.list"}).params == json::object());
  CHECK(kind_of([] { request({"call", "no.such"}); }) == Kind::unknown_method);
  CHECK(kind_of([] { request({"call", "profiles.list", "[]"}); }) == Kind::invalid_request);
  CHECK(kind_of([] { request({"call", "profiles.list", "{"}); }) == Kind::invalid_request);
  CHECK(kind_of([] {
          request({"call", "identities.list", R"({"profile":"/a"})"});
        }) == Kind::invalid_request);
  CHECK(kind_of([] {
          request({"call", "migration.run", R"({"certificates":["00112233"]})"});
        }) == Kind::invalid_request);
}

TEST_CASE("a command line that cannot be meant is wrong usage") {
  const std::vector<const char*> cases[] = {
      {},
      {"fly"},
      {"certificates"},
      {"certificates", "--profile"},
      {"certificates", "--profile", ""},
      {"certificates", "--profile", "a", "--profile", "b"},
      {"certificates", "--profile", "a", "--kind", "some"},
      {"certificates", "--profile", "a", "extra"},
      {"profiles", "--frobnicate"},
      {"migrate", "--sign-by-default", "maybe"},
      {"migrate", "--certificate", "0011223"},
      {"migrate", "--certificate", "0011223g"},
      {"migrate", "--trust-root", "0011223344"},
      {"migrate", "--everybody"},
      {"migrate", "--from-password-fd", "secret"},
      {"migrate", "--from-password-fd", "-1"},
      {"select", "--profile", "p"},
      {"select", "--profile", "p", "--identity", "i"},
      {"select", "--profile", "p", "--identity", "i", "--undo", "--signing", "none"},
      {"select", "--profile", "p", "--identity", "i", "--undo", "--cancel-pending"},
      {"restore", "--profile", "p", "--list", "name"},
      {"identities", "--profile", "p", "--password-fd", "3", "--primary-password-fd", "4"},
      {"call"},
      {"completion", "tcsh"},
  };
  for (const auto& words : cases) {
    std::string line;
    for (const char* word : words) line += std::string(word) + " ";
    CAPTURE(line);
    CHECK(is_usage_error(words));
  }
}

TEST_CASE("the two names of the password descriptor mean the same, and roles are kept apart") {
  CHECK(parse({"identities", "--profile", "p", "--password-fd", "5"})->password_descriptors ==
        std::map<std::string, int>{{"profile", 5}});
  CHECK(parse({"identities", "--primary-password-fd=6", "--profile", "p"})->password_descriptors ==
        std::map<std::string, int>{{"profile", 6}});
  CHECK(parse({"migrate", "--to-password-fd", "3", "--from-password-fd", "3"})->password_descriptors ==
        std::map<std::string, int>{{"from", 3}, {"to", 3}});
}

TEST_CASE("trust is given by all 64 digits, with spaces and colons as certificates are printed") {
  std::string colons;
  for (std::size_t at = 0; at < full.size(); at += 2) colons += (at == 0 ? "" : ":") + full.substr(at, 2);
  CHECK(fingerprint_digits(colons, 64) == full);
  CHECK_THROWS_AS(fingerprint_digits(full.substr(1), 64), UsageError);
  CHECK_THROWS_AS(fingerprint_digits(full + "0", 64), UsageError);
  CHECK_THROWS_AS(fingerprint_digits("", 8), UsageError);
}

TEST_CASE("a usage error for programs repeats nothing that was typed") {
  for (const std::vector<const char*>& words : std::vector<std::vector<const char*>>{
           {"migrate", "--hunter2"}, {"hunter2"}, {"certificates", "--kind", "hunter2", "--profile", "p"}}) {
    try {
      parse(words);
      FAIL("accepted");
    } catch (const UsageError& error) {
      CHECK(error.safe().find("hunter2") == std::string::npos);
    }
  }
}

TEST_CASE("completion scripts know every command and the words of options") {
  const Arguments arguments;
  for (const char* shell : {"bash", "zsh", "fish"}) {
    CAPTURE(shell);
    const std::string script = host::cli::completion_script(arguments.app(), shell);
    for (const char* word : {"profiles", "migrate", "trust-root", "correspondent", "yes no"})
      CHECK(script.find(word) != std::string::npos);
  }
}
