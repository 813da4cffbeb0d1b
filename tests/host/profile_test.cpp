// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/locks.hpp>
#include <host/profiles/profile.hpp>
#include <nssbridge/error.hpp>
#include <support/kind_of.hpp>
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

using namespace host::profiles;
namespace fs = std::filesystem;

namespace {

/// A throw-away home that `discover` sees.
struct Home {
  tests::TemporaryFolder folder;
  Home() {
    ::setenv("HOME", folder.path().c_str(), 1);
    ::unsetenv("XDG_CONFIG_HOME");
  }
  fs::path profile(const std::string& place, const std::string& name) const {
    const auto path = folder.path() / place / name;
    fs::create_directories(path);
    tests::write_file(path / "times.json", "{}");
    return path;
  }
  void ini(const std::string& place, const std::string& bytes, const char* file = "profiles.ini") const {
    tests::write_file(folder.path() / place / file, bytes);
  }
};

const Profile* named(const std::vector<Profile>& all, const std::string& name) {
  auto found = std::ranges::find(all, name, &Profile::name);
  return found == all.end() ? nullptr : &*found;
}

/// A process that holds the application's lock until it is told to end.
struct LockHolder {
  pid_t process;
  int end_pipe;
  explicit LockHolder(const fs::path& profile) {
    int ready[2], end[2];
    REQUIRE(::pipe(ready) == 0);
    REQUIRE(::pipe(end) == 0);
    process = ::fork();
    if (process == 0) {
      const int file = ::open((profile / ".parentlock").c_str(), O_RDWR | O_CREAT, 0644);
      struct flock lock{};
      lock.l_type = F_WRLCK;
      lock.l_whence = SEEK_SET;
      ::fcntl(file, F_SETLK, &lock);
      char byte = 'x';
      ::close(end[1]);
      if (::write(ready[1], &byte, 1) != 1 || ::read(end[0], &byte, 1) < 0) ::_exit(1);
      ::_exit(0);
    }
    ::close(end[0]);
    end_pipe = end[1];
    char byte;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    ::close(ready[0]);
    ::close(ready[1]);
  }
  void finish() {
    ::close(end_pipe);
    ::waitpid(process, nullptr, 0);
  }
};

}  // namespace

TEST_CASE("profiles are found in every place of both applications") {
  const Home home;
  struct Place {
    const char *folder, *application, *packaging;
  };
  const Place places[] = {
      {".mozilla/firefox", "firefox", "native"},
      {".config/mozilla/firefox", "firefox", "native"},
      {"snap/firefox/common/.mozilla/firefox", "firefox", "snap"},
      {"snap/firefox/common/.config/mozilla/firefox", "firefox", "snap"},
      {".var/app/org.mozilla.firefox/.mozilla/firefox", "firefox", "flatpak"},
      {".var/app/org.mozilla.firefox/config/mozilla/firefox", "firefox", "flatpak"},
      {".thunderbird", "thunderbird", "native"},
      {".config/thunderbird", "thunderbird", "native"},
      {".mozilla-thunderbird", "thunderbird", "native"},
      {"snap/thunderbird/common/.thunderbird", "thunderbird", "snap"},
      {".var/app/org.mozilla.Thunderbird/.thunderbird", "thunderbird", "flatpak"},
      {".var/app/org.mozilla.thunderbird/.thunderbird", "thunderbird", "flatpak"},
  };
  for (const auto& place : places) {
    home.profile(place.folder, "abc.default");
    home.ini(place.folder, std::string("[Profile0]\nName=") + place.folder + "\nIsRelative=1\nPath=abc.default\n");
  }
  const auto all = discover();
  CHECK(all.size() == std::size(places));
  for (const auto& place : places) {
    CAPTURE(place.folder);
    const auto* profile = named(all, place.folder);
    REQUIRE(profile != nullptr);
    CHECK(name_of(profile->application) == place.application);
    CHECK(name_of(profile->packaging) == place.packaging);
    CHECK(profile->discovered);
    CHECK(find(profile->id, false).path == profile->path);
  }
}

TEST_CASE("the default profile is the one that the installed application starts with") {
  const Home home;
  for (const char* name : {"a.old", "b.new"}) home.profile(".thunderbird", name);
  const std::string profiles = "[Profile0]\nName=old\nIsRelative=1\nPath=a.old\nDefault=1\n"
                               "[Profile1]\nName=new\nIsRelative=1\nPath=b.new\n";
  SUBCASE("by an Install section of profiles.ini") { home.ini(".thunderbird", profiles + "[InstallD7]\nDefault=b.new\nLocked=1\n"); }
  SUBCASE("by installs.ini") {
    home.ini(".thunderbird", profiles);
    home.ini(".thunderbird", "[D7]\nDefault=b.new\n", "installs.ini");
  }
  const auto all = discover();
  CHECK(named(all, "new")->is_default);
  CHECK_FALSE(named(all, "old")->is_default);
}

TEST_CASE("without an Install section Default=1 counts") {
  const Home home;
  for (const char* name : {"a.old", "b.new"}) home.profile(".thunderbird", name);
  home.ini(".thunderbird", "[Profile0]\nName=old\nIsRelative=1\nPath=a.old\nDefault=1\n"
                           "[Profile1]\nName=new\nIsRelative=1\nPath=b.new\n");
  const auto all = discover();
  CHECK(named(all, "old")->is_default);
  CHECK_FALSE(named(all, "new")->is_default);
}

TEST_CASE("without any mark the only profile is the default, besides that of the developer edition") {
  const Home home;
  for (const char* name : {"a", "b"}) home.profile(".mozilla/firefox", name);
  home.ini(".mozilla/firefox", "[Profile0]\nName=mine\nIsRelative=1\nPath=a\n"
                               "[Profile1]\nName=dev-edition-default\nIsRelative=1\nPath=b\n");
  const auto all = discover();
  CHECK(named(all, "mine")->is_default);
  CHECK_FALSE(named(all, "dev-edition-default")->is_default);
}

TEST_CASE("a snap knows no Install sections: Default=1 counts there") {
  const Home home;
  const std::string place = "snap/firefox/common/.mozilla/firefox";
  for (const char* name : {"a", "b"}) home.profile(place, name);
  home.ini(place, "[Profile0]\nName=marked\nIsRelative=1\nPath=a\nDefault=1\n"
                  "[Profile1]\nName=installed\nIsRelative=1\nPath=b\n[InstallAA]\nDefault=b\n");
  const auto all = discover();
  CHECK(named(all, "marked")->is_default);
  CHECK_FALSE(named(all, "installed")->is_default);
}

TEST_CASE("of several installations those that are still there have defaults") {
  const Home home;
  const auto now = home.profile(".mozilla/firefox", "now"), old = home.profile(".mozilla/firefox", "old");
  home.ini(".mozilla/firefox", "[Profile0]\nName=now\nIsRelative=1\nPath=now\n[Profile1]\nName=old\nIsRelative=1\nPath=old\n"
                               "[InstallAA]\nDefault=now\n[InstallBB]\nDefault=old\n");
  SUBCASE("both, if nothing is known") {
    const auto all = discover();
    CHECK(named(all, "now")->is_default);
    CHECK(named(all, "old")->is_default);
  }
  SUBCASE("one, if the other's program is gone") {
    tests::write_file(now / "compatibility.ini", "[Compatibility]\nLastPlatformDir=" + home.folder.path().string() + "\n");
    tests::write_file(old / "compatibility.ini", "[Compatibility]\nLastPlatformDir=/opt/gone\n");
    const auto all = discover();
    CHECK(named(all, "now")->is_default);
    CHECK_FALSE(named(all, "old")->is_default);
  }
}

TEST_CASE("where the old place has a default, the application never looks at the new one") {
  const Home home;
  for (const char* place : {".mozilla/firefox", ".config/mozilla/firefox", "snap/firefox/common/.mozilla/firefox"}) {
    home.profile(place, "p");
    home.ini(place, std::string("[Profile0]\nName=") + place + "\nIsRelative=1\nPath=p\nDefault=1\n");
  }
  const auto all = discover();
  CHECK(named(all, ".mozilla/firefox")->is_default);
  CHECK_FALSE(named(all, ".config/mozilla/firefox")->is_default);
  CHECK(named(all, "snap/firefox/common/.mozilla/firefox")->is_default);
}

TEST_CASE("the configuration folder may be elsewhere, and a relative one is ignored") {
  const Home home;
  home.profile("config/mozilla/firefox", "p");
  home.ini("config/mozilla/firefox", "[Profile0]\nName=x\nIsRelative=1\nPath=p\n");
  ::setenv("XDG_CONFIG_HOME", "config", 1);
  CHECK(discover().empty());
  ::setenv("XDG_CONFIG_HOME", (home.folder.path() / "config").c_str(), 1);
  CHECK(discover().size() == 1);
}

TEST_CASE("a profile that two places name is one profile") {
  const Home home;
  home.profile(".thunderbird", "p");
  home.ini(".thunderbird", "[Profile0]\nName=x\nIsRelative=1\nPath=p\n[Profile1]\nName=y\nIsRelative=1\nPath=../.thunderbird/p\n");
  fs::create_directory_symlink(".thunderbird", home.folder.path() / ".mozilla-thunderbird");
  const auto all = discover();
  REQUIRE(all.size() == 1);
  CHECK(all[0].name == "x");
}

TEST_CASE("sections of profiles.ini count up to the first number that is missing, as for Mozilla") {
  const Home home;
  for (const char* name : {"a", "b", "c"}) home.profile(".thunderbird", name);
  home.ini(".thunderbird", "[Profile0]\nName=a\nIsRelative=1\nPath=a\n[Profile1]\nIsRelative=1\nPath=b\n"
                           "[Profile2]\nName=c\nIsRelative=1\nPath=c\n[Profile4]\nName=d\nIsRelative=1\nPath=b\n");
  const auto all = discover();
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "a");
  CHECK(all[1].name == "c");
}

TEST_CASE("a path that is not what IsRelative says is no profile") {
  const Home home;
  const auto path = home.profile(".thunderbird", "a");
  home.ini(".thunderbird", "[Profile0]\nName=a\nIsRelative=1\nPath=" + path.string() + "\n[Profile1]\nName=b\nIsRelative=0\nPath=a\n");
  CHECK(discover().empty());
}

TEST_CASE("profiles come in one order: defaults, then by application and name") {
  const Home home;
  for (const char* name : {"1", "2", "3"}) {
    home.profile(".thunderbird", name);
    home.profile(".mozilla/firefox", name);
  }
  home.ini(".thunderbird", "[Profile0]\nName=z\nIsRelative=1\nPath=1\nDefault=1\n[Profile1]\nName=b\nIsRelative=1\nPath=2\n"
                           "[Profile2]\nName=a\nIsRelative=1\nPath=3\n");
  home.ini(".mozilla/firefox", "[Profile0]\nName=y\nIsRelative=1\nPath=1\n[Profile1]\nName=x\nIsRelative=1\nPath=2\n"
                               "[Profile2]\nName=w\nIsRelative=1\nPath=3\nDefault=1\n");
  std::string order;
  for (const auto& profile : discover()) order += profile.name;
  CHECK(order == "wzxyab");
}

TEST_CASE("absolute paths work, vanished folders and broken files hide nothing else") {
  const Home home;
  const auto elsewhere = home.profile("other disk/Почта", "profile");
  home.ini(".thunderbird", "[Profile0]\nName=away\nIsRelative=0\nPath=" + elsewhere.string() +
                               "\n[Profile1]\nName=gone\nIsRelative=1\nPath=not-there\n[Profile2]\nName=no path\n");
  home.ini(".mozilla/firefox", "\xFF\xFE garbage [[[\n");
  fs::create_directories(home.folder.path() / ".config/mozilla/firefox/profiles.ini");
  const auto all = discover();
  REQUIRE(all.size() == 1);
  CHECK(all[0].path == fs::canonical(elsewhere));
}

TEST_CASE("a folder is a profile only if it looks like one, and keeps its id") {
  const Home home;
  home.ini(".thunderbird", "[Profile0]\nName=x\nIsRelative=1\nPath=a.x\n");
  const auto known = home.profile(".thunderbird", "a.x");
  CHECK(at_path(known).id == discover()[0].id);
  CHECK(at_path(known).discovered);
  const auto copy = home.profile("copies", "a.x");
  CHECK_FALSE(at_path(copy).discovered);
  CHECK(at_path(copy).id != at_path(known).id);
  fs::create_directories(home.folder.path() / "Documents");
  CHECK(tests::kind_of([&] { at_path(home.folder.path() / "Documents"); }) == nssbridge::Kind::profile_not_found);
  CHECK(tests::kind_of([&] { find(known.string(), false); }) == nssbridge::Kind::profile_not_found);
  CHECK(find(known.string(), true).path == fs::canonical(known));
}

TEST_CASE("a copy's application is told from what lies in it") {
  const Home home;
  const auto mail = home.profile("copies", "mail");
  tests::write_file(mail / "prefs.js", "user_pref(\"mail.accountmanager.accounts\", \"account1\");\n");
  CHECK(at_path(mail).application == Application::thunderbird);
  const auto web = home.profile("copies", "web");
  tests::write_file(web / "prefs.js", "user_pref(\"browser.startup.page\", 3);\n");
  CHECK(at_path(web).application == Application::firefox);
  tests::write_file(web / "compatibility.ini", "[Compatibility]\nLastVersion=153.7.0_2026/2026\nLastAppDir=/opt/thunderbird\n");
  CHECK(at_path(web).application == Application::thunderbird);
  CHECK(last_version(web) == "153.7.0");
  CHECK_FALSE(last_version(mail).has_value());
}

TEST_CASE("only a held lock makes a profile running, and its holder's children are its callers") {
  const Home home;
  const auto profile = home.profile(".thunderbird", "a.x");
  CHECK_FALSE(running(profile));
  tests::write_file(profile / ".parentlock", "");
  CHECK_FALSE(running(profile));
  LockHolder holder(profile);
  CHECK(running(profile));
  CHECK(is_caller(profile, holder.process) == true);
  CHECK(is_caller(profile, ::getpid()) == false);
  CHECK_FALSE(is_caller(profile, 2147483647).has_value());
  CHECK(running(profile));  // asking has dropped nothing
  holder.finish();
  CHECK_FALSE(running(profile));
}

/// Asks from a child process about a grandchild whose program has the name `name`. The process that holds the lock must
/// not ask: that would drop it.
bool grandchild_is_called(const fs::path& profile, const fs::path& program) {
  const pid_t asker = ::fork();
  if (asker == 0) {
    int started[2];
    if (::pipe2(started, O_CLOEXEC) != 0) ::_exit(2);
    const pid_t grandchild = ::fork();
    if (grandchild == 0) {
      ::execl(program.c_str(), "sleep", "1000", nullptr);
      ::_exit(127);
    }
    ::close(started[1]);
    char byte = 0;
    const bool ended = ::read(started[0], &byte, 1) != 0;  // closed by exec
    const bool called = is_caller(profile, grandchild) == true && is_caller(profile, 1) == false && running(profile);
    ::kill(grandchild, SIGKILL);
    ::_exit(called && !ended ? 0 : 1);
  }
  int status = 0;
  ::waitpid(asker, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_CASE("a grandchild of the process that holds the lock is called by it, whatever its program's name") {
  const Home home;
  const auto profile = home.profile(".thunderbird", "a.x");
  const auto lock = ApplicationLock::try_take(profile);
  REQUIRE(lock.has_value());
  const auto program = home.folder.path() / "x) S 1 (y";
  fs::copy_file("/bin/sleep", program);
  CHECK(grandchild_is_called(profile, program));
}
