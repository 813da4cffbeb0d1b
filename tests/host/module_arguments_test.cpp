// SPDX-License-Identifier: MPL-2.0
#include <host/cli/ansible_module.hpp>
#include <host/cli/module_arguments.hpp>
#include <nssbridge/error.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "support/kind_of.hpp"

using host::cli::is_ansible_module;
using host::cli::read_module_arguments;
using nssbridge::Kind;

namespace {

std::optional<Kind> kind_of_arguments(const std::string& text) {
  return tests::kind_of([&] { read_module_arguments(text); });
}

}  // namespace

TEST_CASE("the program is a module of Ansible by its name alone") {
  CHECK(is_ansible_module("/root/.ansible/tmp/ansible-tmp-1/AnsiballZ_certferry_audit"));
  CHECK(is_ansible_module("certferry_audit"));
  for (const char* other : {"certferry", "/usr/bin/certferry", "certferry_audit/certferry", "certferry_audit.sh", "AnsiballZ_certferry",
                            "AnsiballZ_AnsiballZ_certferry_audit", "", "/"}) {
    CAPTURE(other);
    CHECK_FALSE(is_ansible_module(other));
  }
}

TEST_CASE("the module takes what Ansible hands to it") {
  const auto arguments = read_module_arguments(
      R"({"all_users": true, "homes": "/srv/home", "expiring": 60, "at": "2027-01-31", "profiles": ["a", "b"], "programs": "/opt/c",
          "redact": null, "_ansible_check_mode": true, "_ansible_new_in_some_version": {"deep": [1]}})");
  CHECK(arguments.options.all_users);
  CHECK(arguments.options.homes == "/srv/home");
  CHECK(arguments.options.expiring == "60");
  CHECK(arguments.options.at == "2027-01-31");
  CHECK(arguments.options.profiles == std::vector<std::string>{"a", "b"});
  CHECK(arguments.programs == "/opt/c");
  CHECK_FALSE(arguments.options.redact);
}

TEST_CASE("the module takes the texts of name=value as what they mean") {
  const auto arguments =
      read_module_arguments(R"({"all_users": "yes", "with_correspondents": "No", "shared_primes": "ON", "redact": 1, "expiring": "7", "roots": "/a,/b"})");
  CHECK(arguments.options.all_users);
  CHECK_FALSE(arguments.options.with_correspondents);
  CHECK(arguments.options.shared_primes);
  CHECK(arguments.options.redact);
  CHECK(arguments.options.expiring == "7");
  CHECK(arguments.options.roots == std::vector<std::string>{"/a", "/b"});
  CHECK(read_module_arguments("{}").options.profiles.empty());
}

TEST_CASE("what the module does not know is refused, and not quoted") {
  for (const char* text : {"", "[]", "7", "{", R"({"all_user": true})", R"({"primary_password": "secret-canary"})", R"({"all_users": "perhaps"})",
                           R"({"all_users": 2})", R"({"all_users": true, "all_users": false})", R"({"profiles": {"a": 1}})", R"({"profiles": [1]})",
                           R"({"expiring": -1})", R"({"expiring": 1.5})", R"({"at": 20270131})", R"({"programs": "/a\u0000b"})",
                           R"({"homes": "/home"})"}) {
    CAPTURE(text);
    CHECK(kind_of_arguments(text) == Kind::invalid_request);
  }
  CHECK(kind_of_arguments(R"({"at": ")" + std::string(5000, '1') + "\"}") == Kind::invalid_request);
  std::string many = R"({"profiles": ["a")";
  for (int number = 0; number < 1000; ++number) many += R"(,"a")";
  CHECK(kind_of_arguments(many + "]}") == Kind::invalid_request);
  try {
    read_module_arguments(R"({"secret-canary": true})");
  } catch (const nssbridge::Error& error) {
    CHECK(error.message().find("canary") == std::string::npos);
  }
}
