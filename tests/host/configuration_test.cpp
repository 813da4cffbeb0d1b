// SPDX-License-Identifier: MPL-2.0
#include <host/front/configuration.hpp>
#include <support/kind_of.hpp>
#include <support/trusted_folder.hpp>

#include <doctest/doctest.h>

#include <cstdlib>

namespace fs = std::filesystem;
using host::front::configuration_files;
using host::front::read_configuration;
using nssbridge::Kind;
using tests::kind_of;
using tests::TrustedFolder;
using tests::write_file;

namespace {

host::front::Configuration read(std::vector<fs::path> files) {
  return read_configuration(files, ::geteuid());
}

}  // namespace

TEST_CASE("the person's configuration adds to the administrator's") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  write_file(folder.path() / "1",
             R"({"pinentry":"/usr/bin/a","nssFolders":["/srv/a"],"allowedExtensions":["x@y"]})");
  write_file(folder.path() / "2", R"({"pinentry":"/usr/bin/b","nssFolders":["/srv/b"]})");
  const auto configuration = read({folder.path() / "1", folder.path() / "missing", folder.path() / "2"});
  CHECK(configuration.pinentry == "/usr/bin/b");
  CHECK(configuration.nss_folders == std::vector<fs::path>{"/srv/a", "/srv/b"});
  CHECK(configuration.allowed_extensions == std::vector<std::string>{"x@y"});
}

TEST_CASE("a configuration that cannot be meant is refused, never half used") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  for (const char* text :
       {"", "{", "[]", R"({"nssFolders":"/srv"})", R"({"nssFolders":["relative"]})", R"({"pinentry":7})",
        R"({"allowedExtensions":[1]})", R"({"pinentry":"a","pinentry":"b"})"}) {
    CAPTURE(text);
    write_file(folder.path() / "certferry.json", text);
    CHECK(kind_of([&] { read({folder.path() / "certferry.json"}); }) == Kind::bad_file);
  }
}

TEST_CASE("a configuration that others can change is refused") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  const fs::path file = folder.path() / "certferry.json";
  write_file(file, "{}", 0646);
  CHECK(kind_of([&] { read({file}); }) == Kind::permission_denied);
  write_file(file, "{}", 0664);
  CHECK(kind_of([&] { read({file}); }) == Kind::permission_denied);
  if (::geteuid() == 0) {
    write_file(file, "{}", 0644);
    REQUIRE(::chown(file.c_str(), 1234, 1234) == 0);
    CHECK(kind_of([&] { read({file}); }) == Kind::permission_denied);
    CHECK_FALSE(kind_of([&] { read_configuration(std::vector<fs::path>{file}, 1234); }));
  } else {
    MESSAGE("skipped, needs root: a configuration of another owner");
  }
}

TEST_CASE("a pipe, a folder or a giant in place of the configuration is refused at once") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  CHECK(kind_of([&] { read({folder.path() / "pipe"}); }) == Kind::bad_file);
  CHECK(kind_of([&] { read({folder.path()}); }) == Kind::bad_file);
  write_file(folder.path() / "giant", std::string(1024UL * 1024 + 1, ' '));
  CHECK(kind_of([&] { read({folder.path() / "giant"}); }) == Kind::bad_file);
}

TEST_CASE("the person's file is found by XDG_CONFIG_HOME if that is absolute, else below HOME") {
  const std::string home = std::getenv("HOME") != nullptr ? std::getenv("HOME") : "";
  ::setenv("HOME", "/home/alice", 1);
  ::setenv("XDG_CONFIG_HOME", "/conf", 1);
  CHECK(configuration_files() ==
        std::vector<fs::path>{"/etc/certferry/certferry.json", "/conf/certferry/certferry.json"});
  ::setenv("XDG_CONFIG_HOME", "conf", 1);
  CHECK(configuration_files().back() == "/home/alice/.config/certferry/certferry.json");
  ::unsetenv("XDG_CONFIG_HOME");
  CHECK(configuration_files().back() == "/home/alice/.config/certferry/certferry.json");
  ::setenv("HOME", home.c_str(), 1);
}
