// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/profile.hpp>
#include <support/home.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace host::profiles;
using tests::Home;
namespace fs = std::filesystem;

namespace {

const Profile* named(const std::vector<Profile>& all, const std::string& name) {
  auto found = std::ranges::find(all, name, &Profile::name);
  return found == all.end() ? nullptr : &*found;
}

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
    home.ini(place.folder,
             std::string("[Profile0]\nName=") + place.folder + "\nIsRelative=1\nPath=abc.default\n");
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
  const std::string profiles =
      "[Profile0]\nName=old\nIsRelative=1\nPath=a.old\nDefault=1\n"
      "[Profile1]\nName=new\nIsRelative=1\nPath=b.new\n";
  SUBCASE("by an Install section of profiles.ini") {
    home.ini(".thunderbird", profiles + "[InstallD7]\nDefault=b.new\nLocked=1\n");
  }
  SUBCASE("by installs.ini") {
    home.ini(".thunderbird", profiles);
    home.ini(".thunderbird", "[D7]\nDefault=b.new\n", "installs.ini");
  }
  const auto all = discover();
  CHECK(named(all, "new")->is_default);
  CHECK_FALSE(named(all, "old")->is_default);
}

TEST_CASE("a profile without a name is called after its folder, and the root folder by its path") {
  const Home home;
  home.profile(".thunderbird", "mail.x");
  home.ini(".thunderbird",
           "[Profile0]\nName=\nIsRelative=1\nPath=mail.x\n[Profile1]\nName=\nIsRelative=0\nPath=/\n");
  const auto all = discover();
  CHECK(named(all, "mail.x") != nullptr);
  CHECK(named(all, "/") != nullptr);
}

TEST_CASE("without an Install section Default=1 counts") {
  const Home home;
  for (const char* name : {"a.old", "b.new"}) home.profile(".thunderbird", name);
  home.ini(".thunderbird",
           "[Profile0]\nName=old\nIsRelative=1\nPath=a.old\nDefault=1\n"
           "[Profile1]\nName=new\nIsRelative=1\nPath=b.new\n");
  const auto all = discover();
  CHECK(named(all, "old")->is_default);
  CHECK_FALSE(named(all, "new")->is_default);
}

TEST_CASE("without any mark the only profile is the default, besides that of the developer edition") {
  const Home home;
  for (const char* name : {"a", "b"}) home.profile(".mozilla/firefox", name);
  home.ini(".mozilla/firefox",
           "[Profile0]\nName=mine\nIsRelative=1\nPath=a\n"
           "[Profile1]\nName=dev-edition-default\nIsRelative=1\nPath=b\n");
  const auto all = discover();
  CHECK(named(all, "mine")->is_default);
  CHECK_FALSE(named(all, "dev-edition-default")->is_default);
}

TEST_CASE("a snap knows no Install sections: Default=1 counts there") {
  const Home home;
  const std::string place = "snap/firefox/common/.mozilla/firefox";
  for (const char* name : {"a", "b"}) home.profile(place, name);
  home.ini(place,
           "[Profile0]\nName=marked\nIsRelative=1\nPath=a\nDefault=1\n"
           "[Profile1]\nName=installed\nIsRelative=1\nPath=b\n[InstallAA]\nDefault=b\n");
  const auto all = discover();
  CHECK(named(all, "marked")->is_default);
  CHECK_FALSE(named(all, "installed")->is_default);
}

TEST_CASE("of several installations those that are still there have defaults") {
  const Home home;
  const auto now = home.profile(".mozilla/firefox", "now"), old = home.profile(".mozilla/firefox", "old");
  home.ini(".mozilla/firefox",
           "[Profile0]\nName=now\nIsRelative=1\nPath=now\n[Profile1]\nName=old\nIsRelative=1\nPath=old\n"
           "[InstallAA]\nDefault=now\n[InstallBB]\nDefault=old\n");
  SUBCASE("both, if nothing is known") {
    const auto all = discover();
    CHECK(named(all, "now")->is_default);
    CHECK(named(all, "old")->is_default);
  }
  SUBCASE("one, if the other's program is gone") {
    tests::write_file(now / "compatibility.ini",
                      "[Compatibility]\nLastPlatformDir=" + home.folder.path().string() + "\n");
    tests::write_file(old / "compatibility.ini", "[Compatibility]\nLastPlatformDir=/opt/gone\n");
    const auto all = discover();
    CHECK(named(all, "now")->is_default);
    CHECK_FALSE(named(all, "old")->is_default);
  }
}

TEST_CASE("where the old place has a default, the application never looks at the new one") {
  const Home home;
  for (const char* place :
       {".mozilla/firefox", ".config/mozilla/firefox", "snap/firefox/common/.mozilla/firefox"}) {
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
  home.ini(
      ".thunderbird",
      "[Profile0]\nName=x\nIsRelative=1\nPath=p\n[Profile1]\nName=y\nIsRelative=1\nPath=../.thunderbird/p\n");
  fs::create_directory_symlink(".thunderbird", home.folder.path() / ".mozilla-thunderbird");
  const auto all = discover();
  REQUIRE(all.size() == 1);
  CHECK(all[0].name == "x");
}

TEST_CASE("sections of profiles.ini count up to the first number that is missing, as for Mozilla") {
  const Home home;
  for (const char* name : {"a", "b", "c"}) home.profile(".thunderbird", name);
  home.ini(".thunderbird",
           "[Profile0]\nName=a\nIsRelative=1\nPath=a\n[Profile1]\nIsRelative=1\nPath=b\n"
           "[Profile2]\nName=c\nIsRelative=1\nPath=c\n[Profile4]\nName=d\nIsRelative=1\nPath=b\n");
  const auto all = discover();
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "a");
  CHECK(all[1].name == "c");
}

TEST_CASE("a path that is not what IsRelative says is no profile") {
  const Home home;
  const auto path = home.profile(".thunderbird", "a");
  home.ini(".thunderbird", "[Profile0]\nName=a\nIsRelative=1\nPath=" + path.string() +
                               "\n[Profile1]\nName=b\nIsRelative=0\nPath=a\n");
  CHECK(discover().empty());
}

TEST_CASE("profiles come in one order: defaults, then by application and name") {
  const Home home;
  for (const char* name : {"1", "2", "3"}) {
    home.profile(".thunderbird", name);
    home.profile(".mozilla/firefox", name);
  }
  home.ini(".thunderbird",
           "[Profile0]\nName=z\nIsRelative=1\nPath=1\nDefault=1\n[Profile1]\nName=b\nIsRelative=1\nPath=2\n"
           "[Profile2]\nName=a\nIsRelative=1\nPath=3\n");
  home.ini(".mozilla/firefox",
           "[Profile0]\nName=y\nIsRelative=1\nPath=1\n[Profile1]\nName=x\nIsRelative=1\nPath=2\n"
           "[Profile2]\nName=w\nIsRelative=1\nPath=3\nDefault=1\n");
  std::string order;
  for (const auto& profile : discover()) order += profile.name;
  CHECK(order == "wzxyab");
}

TEST_CASE("absolute paths work, vanished folders and broken files hide nothing else") {
  const Home home;
  const auto elsewhere = home.profile("other disk/Почта", "profile");
  home.ini(".thunderbird",
           "[Profile0]\nName=away\nIsRelative=0\nPath=" + elsewhere.string() +
               "\n[Profile1]\nName=gone\nIsRelative=1\nPath=not-there\n[Profile2]\nName=no path\n");
  home.ini(".mozilla/firefox", "\xFF\xFE garbage [[[\n");
  fs::create_directories(home.folder.path() / ".config/mozilla/firefox/profiles.ini");
  const auto all = discover();
  REQUIRE(all.size() == 1);
  CHECK(all[0].path == fs::canonical(elsewhere));
}
