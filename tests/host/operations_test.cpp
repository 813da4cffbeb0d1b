// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/embedded.hpp>
#include <host/protocol/operations.hpp>
#include <support/kind_of.hpp>

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>

using host::protocol::check_params;
using host::protocol::find_operation;
using host::protocol::operation;
using host::protocol::operations;
using nlohmann::json;
using nssbridge::Kind;
using tests::kind_of;

namespace {

const std::string fingerprint(64, 'a');

bool takes(const char* method, const json& params) {
  return !kind_of([&] { check_params(method, params); });
}

}  // namespace

TEST_CASE("each method occurs once in the table, and an unknown one is told so") {
  std::set<std::string_view> seen;
  for (const auto& each : operations()) CHECK(seen.insert(each.method).second);
  CHECK(find_operation("profiles.list") != nullptr);
  CHECK(find_operation("profiles") == nullptr);
  CHECK(kind_of([] { operation("selection.unknown"); }) == Kind::unknown_method);
}

TEST_CASE("each method has a schema, and each schema a method") {
  // The two that a connection answers by itself are in no table.
  std::set<std::string_view> methods{"shapes", "hello", "ping"}, schemas;
  for (const auto& each : operations()) methods.insert(each.method);
  for (const auto& each : host::protocol::embedded_schemas()) CHECK(schemas.insert(each.name).second);
  CHECK(methods == schemas);
}

TEST_CASE("parameters of the right shape are taken") {
  CHECK(takes("profiles.list", json::object()));
  CHECK(takes("certificates.list", {{"profile", "x1"}, {"kind", "all"}, {"identity", "id1"}, {"tokens", true}}));
  CHECK(takes("migration.plan", json::object()));
  CHECK(takes("migration.run", {{"from", "a"},
                                {"to", "b"},
                                {"certificates", {fingerprint}},
                                {"trustRoots", json::array()},
                                {"select", false},
                                {"signByDefault", true}}));
  CHECK(takes("selection.set", {{"profile", "a"},
                                {"identity", "a@example.org"},
                                {"signing", nullptr},
                                {"encryption", fingerprint},
                                {"encryptByDefault", "required"}}));
  CHECK(takes("backups.restore", {{"profile", "a"}, {"name", "20261124T101500Z-2"}}));
}

TEST_CASE("parameters of a wrong shape are an invalid request") {
  struct Case {
    std::string name;
    const char* method;
    json params;
  };
  const std::string upper(64, 'A');
  const Case cases[] = {
      {"no object", "profiles.list", json::array()},
      {"null", "profiles.list", nullptr},
      {"an unknown member", "profiles.list", {{"path", "/"}}},
      {"a missing member", "certificates.list", json::object()},
      {"a name in another case", "certificates.list", {{"Profile", "a"}}},
      {"a number for text", "certificates.list", {{"profile", 7}}},
      {"an empty text", "certificates.list", {{"profile", ""}}},
      {"a text that is too long", "identities.list", {{"profile", std::string(1025, 'a')}}},
      {"a path", "identities.list", {{"profile", "/home/a/.thunderbird/x"}}},
      {"a relative path", "identities.list", {{"profile", "a/b"}}},
      {"the folder above", "migration.run", {{"from", ".."}}},
      {"an unknown word", "certificates.list", {{"profile", "a"}, {"kind", "secret"}}},
      {"several words", "certificates.list", {{"profile", "a"}, {"kind", "all|personal"}}},
      {"a word for a boolean", "migration.run", {{"select", "no"}}},
      {"a number for a boolean", "migration.run", {{"select", 0}}},
      {"null for a boolean", "migration.run", {{"select", nullptr}}},
      {"a prefix", "migration.run", {{"certificates", {"aaaaaaaa"}}}},
      {"capital digits", "migration.run", {{"trustRoots", {upper}}}},
      {"a fingerprint twice", "migration.run", {{"trustRoots", {fingerprint, fingerprint}}}},
      {"one fingerprint for a list", "migration.run", {{"certificates", fingerprint}}},
      {"correspondents by name", "migration.run", {{"correspondents", {"bob@example.test"}}}},
      {"a prefix to select", "selection.set", {{"profile", "a"}, {"identity", "i"}, {"signing", "aaaaaaaa"}}},
      {"the word none", "selection.set", {{"profile", "a"}, {"identity", "i"}, {"signing", "none"}}},
      {"a backup above", "backups.restore", {{"profile", "a"}, {"name", "../x"}}},
      {"a hidden backup", "backups.restore", {{"profile", "a"}, {"name", ".tmp"}}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    CHECK(kind_of([&] { check_params(each.method, each.params); }) == Kind::invalid_request);
  }
}

TEST_CASE("a refusal names the member that the schema knows, never what came from outside") {
  try {
    check_params("identities.list", {{"profile", "/home/hunter2"}});
    FAIL("accepted");
  } catch (const nssbridge::Error& error) {
    CHECK(error.message() ==
          "The member \"profile\" must be the id of a profile as profiles.list gives it, never a path. "
          "identities.list takes what docs/protocol.md says, and nothing else.");
  }
  try {
    check_params("identities.list", {{"profile", "a"}, {"hunter2", true}});
    FAIL("accepted");
  } catch (const nssbridge::Error& error) {
    CHECK(error.message().find("hunter2") == std::string::npos);
  }
}
