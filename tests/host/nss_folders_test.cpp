// SPDX-License-Identifier: MPL-2.0
#include <host/front/nss_folders.hpp>
#include <host/front/trusted_path.hpp>
#include <support/trusted_folder.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace fs = std::filesystem;
using host::front::is_trusted;
using host::front::name_of;
using host::front::nss_version_in;
using host::front::NssPlace;
using host::front::Origin;
using host::front::real_path;
using host::front::usable_nss_folders;
using tests::TrustedFolder;
using tests::write_file;

namespace {

constexpr uid_t somebody = 1234;
constexpr uid_t somebody_else = 1235;

/// A tree that has the files and the version of NSS; nothing in it is ever loaded.
fs::path make_nss(const fs::path& folder, const std::string& version) {
  for (const char* name : {"libnssutil3.so", "libsmime3.so", "libsoftokn3.so", "libfreeblpriv3.so"})
    write_file(folder / name, "library");
  write_file(folder / "libnss3.so",
             "\x7F"
             "ELF junk Version: NSS " +
                 version + std::string("\0more", 5));
  return folder;
}

/// The user to ask for: the checks take the number, so that root can test as somebody else.
uid_t owner() {
  return ::geteuid() == 0 ? somebody : ::geteuid();
}

bool is_usable(const fs::path& folder, uid_t user) {
  return !usable_nss_folders({{folder, Origin::firefox}}, user).empty();
}

bool need_root(const std::string& what) {
  if (::geteuid() == 0) return true;
  MESSAGE("skipped, needs root: ", what);
  return false;
}

}  // namespace

TEST_CASE("the version of an NSS is read from the file") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  const fs::path file = folder.path() / "libnss3.so";
  struct Case {
    std::string name;
    std::string content, version;
  };
  const std::string filler(256UL * 1024 - 7, 'x');
  const Case cases[] = {
      {"Debian's", std::string("a\0Version: NSS 3.87.1\0b", 23), "3.87.1"},
      {"a beta", "Version: NSS 3.126 Beta", "3.126"},
      {"across two reads", filler + std::string("Version: NSS 3.125.1\0", 21), "3.125.1"},
      {"at the very end of a read",
       std::string(256UL * 1024 - 20, 'x') + std::string("Version: NSS 3.12.3\0", 20), "3.12.3"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    write_file(file, each.content);
    CHECK(nss_version_in(file) == each.version);
  }
  write_file(file, "no version here, Version: NSS");
  CHECK_FALSE(nss_version_in(file));
  CHECK_FALSE(nss_version_in(folder.path() / "missing"));
}

TEST_CASE("the version of each real NSS on this machine is found") {
  int found = 0;
  for (const auto& folder : usable_nss_folders(host::front::nss_places({}, "/nonexistent"), ::geteuid())) {
    CAPTURE(folder.folder.string());
    CHECK(folder.version_text.starts_with("3."));
    CHECK(folder.version[1] >= 12);
    ++found;
  }
  CHECK(found > 0);
}

TEST_CASE("the newest NSS comes first, Thunderbird's before Firefox's before the system's") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  const std::vector<NssPlace> places{
      {make_nss(folder.path() / "system", "3.125.1"), Origin::system},
      {make_nss(folder.path() / "old", "3.87.1"), Origin::thunderbird},
      {make_nss(folder.path() / "firefox", "3.125.1"), Origin::firefox},
      {make_nss(folder.path() / "thunderbird", "3.125.1"), Origin::thunderbird},
      {make_nss(folder.path() / "newest", "3.126"), Origin::configured},
      {folder.path() / "missing", Origin::firefox},
  };
  std::string order;
  for (const auto& each : usable_nss_folders(places, owner())) order += each.folder.filename().string() + " ";
  CHECK(order == "newest thunderbird firefox system old ");
}

TEST_CASE("a folder that is reached in two ways is there once, by its real path") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  const fs::path real = make_nss(folder.path() / "1234", "3.125");
  fs::create_directory_symlink(real, folder.path() / "current");
  const auto found =
      usable_nss_folders({{folder.path() / "current", Origin::firefox}, {real, Origin::configured}}, owner());
  REQUIRE(found.size() == 1);
  CHECK(found.front().folder == real_path(real));
}

TEST_CASE("a set with a library missing is not used") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  const fs::path nss = make_nss(folder.path() / "nss", "3.125");
  CHECK(is_usable(nss, owner()));
  fs::remove(nss / "libsoftokn3.so");
  CHECK_FALSE(is_usable(nss, owner()));
}

TEST_CASE("a path that the loader would read as several folders is not used") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  for (const char* name : {"a:b", "$ORIGIN", "a;b"}) {
    CAPTURE(name);
    CHECK_FALSE(is_usable(make_nss(folder.path() / name, "3.125"), owner()));
  }
}

TEST_CASE("libraries that others can change are not used") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  const fs::path nss = make_nss(folder.path() / "nss", "3.125");
  REQUIRE(is_usable(nss, owner()));

  SUBCASE("the folder is writable by all") {
    ::chmod(nss.c_str(), 0777);
  }
  SUBCASE("the folder is writable by all, with a sticky bit") {
    ::chmod(nss.c_str(), 01777);
  }
  SUBCASE("the folder is writable by a group") {
    ::chmod(nss.c_str(), 0775);
  }
  SUBCASE("the folder above is writable by all") {
    ::chmod(folder.path().c_str(), 0777);
  }
  SUBCASE("a needed library is writable by all") {
    ::chmod((nss / "libsoftokn3.so").c_str(), 0666);
  }
  SUBCASE("a further library is writable by a group") {
    write_file(nss / "libstdc++.so.6", "", 0664);
  }
  SUBCASE("a library is a link into a folder that all can write to") {
    write_file(folder.path() / "open" / "libssl3.so", "");
    ::chmod((folder.path() / "open").c_str(), 0777);
    fs::create_symlink(folder.path() / "open" / "libssl3.so", nss / "libssl3.so");
  }
  SUBCASE("a library is a link to nothing, which somebody may make") {
    fs::create_symlink("/tmp/certferry-test-nothing.so", nss / "libextra.so");
  }
  CHECK_FALSE(is_usable(nss, owner()));
}

TEST_CASE("a library or folder of another user is not used") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  if (!need_root("files of other owners")) return;
  const fs::path nss = make_nss(folder.path() / "nss", "3.125");

  SUBCASE("a library of the user is used by that user only") {
    REQUIRE(::chown((nss / "libnss3.so").c_str(), somebody, somebody) == 0);
    CHECK(is_usable(nss, somebody));
    CHECK_FALSE(is_usable(nss, somebody_else));
    CHECK_FALSE(is_usable(nss, 0));
  }
  SUBCASE("a folder of the user is used by that user only") {
    REQUIRE(::chown(nss.c_str(), somebody, somebody) == 0);
    CHECK(is_usable(nss, somebody));
    CHECK_FALSE(is_usable(nss, somebody_else));
    CHECK_FALSE(is_usable(nss, 0));
  }
}

TEST_CASE("root uses nothing below a home, even if it belongs to root") {
  if (!need_root("files of root below a home")) return;
  char name[] = "/root/certferry-test-XXXXXX";
  REQUIRE(::mkdtemp(name) != nullptr);
  ::chmod("/root/", 0700);
  CHECK_FALSE(is_usable(make_nss(fs::path(name) / "nss", "3.125"), 0));
  fs::remove_all(name);
}

TEST_CASE("no place depends on anything but the fixed list, the home and the configuration") {
  host::front::Configuration configuration;
  configuration.nss_folders = {"/srv/nss"};
  ::setenv("LD_LIBRARY_PATH", "/tmp/hostile", 1);
  const auto places = host::front::nss_places(configuration, "/home/alice");
  ::unsetenv("LD_LIBRARY_PATH");
  for (const NssPlace& place : places) {
    CAPTURE(place.folder.string());
    CHECK(place.folder.is_absolute());
    CHECK(place.folder.string().find("hostile") == std::string::npos);
  }
  const auto configured = [](const NssPlace& place) { return place.origin == Origin::configured; };
  REQUIRE(std::count_if(places.begin(), places.end(), configured) == 1);
  CHECK(std::find_if(places.begin(), places.end(), configured)->folder == "/srv/nss");
}

TEST_CASE("a relative path, a link and a missing file are never trusted") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  write_file(folder.path() / "file", "");
  fs::create_symlink(folder.path() / "file", folder.path() / "link");
  CHECK(is_trusted(real_path(folder.path() / "file"), owner() == somebody ? 0 : owner()));
  CHECK_FALSE(is_trusted(folder.path() / "link", owner()));
  CHECK_FALSE(is_trusted(folder.path() / "missing", owner()));
  CHECK_FALSE(is_trusted("usr/lib", owner()));
  CHECK_FALSE(is_trusted("", owner()));
}
