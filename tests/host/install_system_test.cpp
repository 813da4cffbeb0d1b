// SPDX-License-Identifier: MPL-2.0
// For all users: the places belong to the system, so they lie below a folder of the test here.
#include <host/install/install.hpp>
#include <host/install/manifest.hpp>
#include <support/kind_of.hpp>
#include <support/trusted_folder.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace fs = std::filesystem;
using namespace host::install;
using nssbridge::Kind;
using tests::kind_of;
using tests::TrustedFolder;
using tests::write_file;

namespace {

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// A system with Certferry's programs in usr/libexec, and the folders that every system has.
class System {
 public:
  System() {
    if (m_folder.path().empty()) return;
    fs::permissions(root(), fs::perms(0755));
    for (const char* folder : {"usr/lib", "usr/lib64", "etc"}) fs::create_directories(root() / folder);
    for (const char* program : {"certferry-host", "certferry-worker"})
      write_file(root() / "usr/libexec/certferry" / program, "program", 0755);
    write_file(root() / "usr/bin/certferry", "program", 0755);
  }
  const fs::path& root() const { return m_folder.path(); }
  bool is_usable() const { return ::geteuid() == 0 && !root().empty(); }
  Setting setting(Scope scope = Scope::system) const {
    Setting setting;
    setting.scope = scope;
    setting.user = ::geteuid();
    setting.home = root() / "home";
    setting.program = root() / "usr/bin/certferry";
    setting.inner_programs = root() / "usr/libexec/certferry";
    setting.root = root();
    return setting;
  }
  fs::path manifest(const char* lib) const {
    return root() / "usr" / lib / "mozilla/native-messaging-hosts/certferry.json";
  }
  std::string configuration() const { return text_of(root() / "etc/certferry/certferry.json"); }

 private:
  TrustedFolder m_folder;
};

void skip() {
  MESSAGE("skipped, needs root: installing for all users");
}

}  // namespace

TEST_CASE("for all users both library folders get the manifest, which names the programs where they are") {
  const System system;
  if (!system.is_usable()) return skip();
  const auto result = install(system.setting(), {});
  CHECK(result["programs"]["outcome"] == "in-place");
  for (const char* lib : {"lib", "lib64"}) {
    const auto [manifest, fault] = read_manifest(text_of(system.manifest(lib)));
    CHECK_FALSE(fault);
    CHECK(manifest.path == (system.root() / "usr/libexec/certferry/certferry-host").string());
    CHECK((fs::status(system.manifest(lib)).permissions() & fs::perms::mask) == fs::perms(0644));
  }
  CHECK_FALSE(fs::exists(system.root() / "etc/certferry"));
  uninstall(system.setting());
  CHECK_FALSE(fs::exists(system.root() / "usr/lib/mozilla"));
  CHECK_FALSE(fs::exists(system.root() / "usr/lib64/mozilla"));
  CHECK(fs::exists(system.root() / "usr/bin/certferry"));
}

TEST_CASE("a system whose second library folder is the first gets one manifest") {
  const System system;
  if (!system.is_usable()) return skip();
  fs::remove(system.root() / "usr/lib64");
  fs::create_directory_symlink("lib", system.root() / "usr/lib64");
  install(system.setting(), {});
  CHECK(fs::exists(system.manifest("lib")));
  uninstall(system.setting());
  CHECK_FALSE(fs::exists(system.root() / "usr/lib/mozilla"));
}

TEST_CASE("what the administrator allows stands in everybody's manifest, and nobody else takes it back") {
  const System system;
  if (!system.is_usable()) return skip();
  Wishes allow;
  allow.allow = {"a@a"};
  install(system.setting(), allow);
  CHECK(system.configuration().find("a@a") != std::string::npos);
  fs::create_directory(system.root() / "home");
  Wishes more;
  more.allow = {"b@b"};
  const auto result = install(system.setting(Scope::user), more);
  const auto manifest =
      read_manifest(text_of(system.root() / "home/.mozilla/native-messaging-hosts/certferry.json")).manifest;
  CHECK(manifest.allowed_extensions == std::vector<std::string>{"certferry@certferry", "a@a", "b@b"});
  CHECK(result["warnings"].size() == 1);
  Wishes refuse;
  refuse.refuse = {"a@a"};
  CHECK(kind_of([&] { install(system.setting(Scope::user), refuse); }) == Kind::permission_denied);
  install(system.setting(), refuse);
  CHECK_FALSE(fs::exists(system.root() / "etc/certferry"));
}

TEST_CASE(
    "programs that somebody else than root can change, or that others cannot start, are not installed for "
    "all") {
  const System system;
  if (!system.is_usable()) return skip();
  const fs::path host = system.root() / "usr/libexec/certferry/certferry-host";
  REQUIRE(::chown(host.c_str(), 1234, 1234) == 0);
  CHECK(kind_of([&] { install(system.setting(), {}); }) == Kind::permission_denied);
  REQUIRE(::chown(host.c_str(), 0, 0) == 0);
  fs::permissions(host.parent_path(), fs::perms(0775));
  CHECK(kind_of([&] { install(system.setting(), {}); }) == Kind::permission_denied);
  fs::permissions(host.parent_path(), fs::perms(0700));
  CHECK(kind_of([&] { install(system.setting(), {}); }) == Kind::permission_denied);
  fs::permissions(host.parent_path(), fs::perms(0755));
  CHECK_FALSE(fs::exists(system.root() / "usr/lib/mozilla"));
  install(system.setting(), {});
  CHECK(fs::exists(system.manifest("lib")));
}
