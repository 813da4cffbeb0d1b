// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/profile.hpp>
#include <nssbridge/error.hpp>
#include <support/home.hpp>
#include <support/kind_of.hpp>

#include <doctest/doctest.h>

using namespace host::profiles;
using tests::Home;
namespace fs = std::filesystem;

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
  CHECK(tests::kind_of([&] { at_path(home.folder.path() / "Documents"); }) ==
        nssbridge::Kind::profile_not_found);
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
  tests::write_file(web / "compatibility.ini",
                    "[Compatibility]\nLastVersion=153.7.0_2026/2026\nLastAppDir=/opt/thunderbird\n");
  CHECK(at_path(web).application == Application::thunderbird);
  CHECK(last_version(web) == "153.7.0");
  CHECK_FALSE(last_version(mail).has_value());
}
