// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/locks.hpp>
#include <nssbridge/error.hpp>
#include <support/kind_of.hpp>
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

using namespace host::profiles;
using nssbridge::Kind;
using std::chrono::milliseconds;
namespace fs = std::filesystem;

namespace {

/// Runs `check` in a child process; its result is the exit code.
template <typename Check>
bool in_another_process(Check check) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(check() ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

struct ProfileFolder {
  tests::TemporaryFolder folder;
  fs::path path = folder.path();
  ProfileFolder() {
    for (const char* name : {"cert9.db", "key4.db", "prefs.js"}) {
      tests::write_file(path / name, "x");
      ::chmod((path / name).c_str(), 0600);
    }
  }
};

std::optional<Kind> writable_kind(const fs::path& path) {
  return tests::kind_of([&] { require_writable(path, 1024); });
}

}  // namespace

TEST_CASE("writers of one profile are serial, and the second one is told when its patience ends") {
  const ProfileFolder profile;
  int waited = 0;
  {
    const WriteLock first(profile.path, milliseconds(0));
    CHECK(tests::kind_of([&] { WriteLock second(profile.path, milliseconds(300), [&] { ++waited; }); }) ==
          Kind::profile_busy);
    CHECK(waited >= 1);
  }
  const WriteLock third(profile.path, milliseconds(0));
  struct stat info{};
  REQUIRE(::stat((profile.path / "certferry").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0700);
  REQUIRE(::stat((profile.path / "certferry/lock").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("the application's lock keeps other processes out as long as it is held") {
  const ProfileFolder profile;
  auto free_for_others = [&] {
    return in_another_process([&] { return ApplicationLock::try_take(profile.path).has_value(); });
  };
  {
    const auto lock = ApplicationLock::try_take(profile.path);
    REQUIRE(lock.has_value());
    CHECK_FALSE(free_for_others());
  }
  CHECK(free_for_others());
}

TEST_CASE("our own folder is refused if it is a link, open to others, or a file") {
  SUBCASE("a link") {
    const ProfileFolder profile, elsewhere;
    fs::create_directory_symlink(elsewhere.path, profile.path / "certferry");
    CHECK(tests::kind_of([&] { own_folder(profile.path); }) == Kind::permission_denied);
  }
  SUBCASE("open to others") {
    const ProfileFolder profile;
    fs::create_directory(profile.path / "certferry");
    ::chmod((profile.path / "certferry").c_str(), 0755);
    CHECK(tests::kind_of([&] { own_folder(profile.path); }) == Kind::permission_denied);
  }
  SUBCASE("a file") {
    const ProfileFolder profile;
    tests::write_file(profile.path / "certferry", "x");
    CHECK(tests::kind_of([&] { own_folder(profile.path); }) == Kind::permission_denied);
  }
}

TEST_CASE("nothing is written to a profile that others own, can change, or whose keys they can read") {
  const ProfileFolder profile;
  CHECK_NOTHROW(require_writable(profile.path, 1024));
  SUBCASE("key database readable by others") {
    ::chmod((profile.path / "key4.db").c_str(), 0644);
    CHECK(writable_kind(profile.path) == Kind::permission_denied);
  }
  SUBCASE("folder writable by others") {
    ::chmod(profile.path.c_str(), 0777);
    CHECK(writable_kind(profile.path) == Kind::permission_denied);
  }
  SUBCASE("certificate database writable by all") {
    ::chmod((profile.path / "cert9.db").c_str(), 0666);
    CHECK(writable_kind(profile.path) == Kind::permission_denied);
  }
  SUBCASE("a group that may write but not enter is harmless") {
    ::chmod((profile.path / "prefs.js").c_str(), 0664);
    CHECK_NOTHROW(require_writable(profile.path, 1024));
    ::chmod(profile.path.c_str(), 0750);
    CHECK(writable_kind(profile.path) == Kind::permission_denied);
  }
  SUBCASE("preferences that are a link") {
    fs::rename(profile.path / "prefs.js", profile.path / "real.js");
    fs::create_symlink("real.js", profile.path / "prefs.js");
    CHECK(writable_kind(profile.path) == Kind::permission_denied);
  }
  SUBCASE("more room needed than there is") {
    CHECK(tests::kind_of([&] { require_writable(profile.path, ~std::uintmax_t{0} / 2); }) == Kind::io_failure);
  }
  SUBCASE("files of another user") {
    if (::geteuid() != 0) {
      MESSAGE("SKIP files of another user: only root can make such a file");
      return;
    }
    REQUIRE(::chown((profile.path / "key4.db").c_str(), 12345, 12345) == 0);
    CHECK(writable_kind(profile.path) == Kind::permission_denied);
  }
}
