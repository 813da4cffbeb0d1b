// SPDX-License-Identifier: MPL-2.0
// What administrators' policies keep add-ons from, as the worker tells the doctor.
#include <host/worker/doctor/parts.hpp>
#include <support/trusted_folder.hpp>

#include <doctest/doctest.h>

#include <set>

namespace fs = std::filesystem;
using namespace host::worker::doctor;
using host::profiles::Application;
using host::profiles::Packaging;
using host::profiles::Profile;
using nlohmann::json;
using tests::TrustedFolder;
using tests::write_file;

namespace {

/// A profile whose application is installed in a folder of the test, with these policies.
std::set<std::string> ids_for(const std::string& policies) {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  const fs::path application = folder.path() / "thunderbird", path = folder.path() / "profile";
  write_file(application / "distribution/policies.json", policies);
  write_file(path / "compatibility.ini",
             "[Compatibility]\nLastVersion=153.0_1/2\nLastPlatformDir=" + application.string() +
                 "\nLastAppDir=" + application.string() + "\n");
  Profile profile;
  profile.application = Application::thunderbird;
  profile.path = path;
  std::set<std::string> ids;
  for (const json& each : policy_problems({profile})) {
    ids.insert(each.at("id").get<std::string>());
    CHECK(each.at("text").get<std::string>().starts_with("Thunderbird: "));
  }
  return ids;
}

using Ids = std::set<std::string>;

}  // namespace

TEST_CASE("policies that keep add-ons from the host are told apart") {
  CHECK(ids_for(R"({"policies":{}})").empty());
  CHECK(ids_for(R"({"policies":{"NativeMessagingBlocklist":["certferry"]}})") == Ids{"policy-blocks-host"});
  CHECK(ids_for(R"({"policies":{"NativeMessagingBlocklist":["*"]}})") == Ids{"policy-blocks-host"});
  CHECK(ids_for(R"({"policies":{"NativeMessagingBlocklist":["*"],"NativeMessagingAllowlist":["certferry"]}})")
            .empty());
  CHECK(ids_for(R"({"policies":{"NativeMessagingBlocklist":["other"]}})").empty());
  CHECK(ids_for(R"({"policies":{"NativeMessagingUserLevelHosts":false}})") == Ids{"policy-user-hosts"});
  CHECK(ids_for(R"({"policies":{"ExtensionSettings":{"*":{"installation_mode":"blocked"}}}})") ==
        Ids{"policy-blocks-addon"});
  CHECK(ids_for(R"({"policies":{"ExtensionSettings":"{\"*\":{\"installation_mode\":\"blocked\"}}"}})") ==
        Ids{"policy-blocks-addon"});
  CHECK(
      ids_for(
          R"({"policies":{"ExtensionSettings":{"*":{"installation_mode":"blocked"},"certferry@certferry":{"installation_mode":"allowed"}}}})")
          .empty());
  CHECK(
      ids_for(
          R"({"policies":{"ExtensionSettings":{"certferry@certferry":{"installation_mode":"blocked"}}}})") ==
      Ids{"policy-blocks-addon"});
  CHECK(ids_for(R"({"policies":{"InstallAddonsPermission":{"Default":false}}})") ==
        Ids{"policy-blocks-addon"});
  CHECK(
      ids_for(
          R"({"policies":{"InstallAddonsPermission":{"Default":false},"ExtensionSettings":{"certferry@certferry":{"installation_mode":"force_installed"}}}})")
          .empty());
  CHECK(ids_for(R"({"policies":{"ExtensionSettings":{"*":{"blocked_permissions":["nativeMessaging"]}}}})") ==
        Ids{"policy-blocks-permission"});
  CHECK(
      ids_for(
          R"({"policies":{"ExtensionSettings":{"*":{"blocked_permissions":["nativeMessaging"]},"certferry@certferry":{"allowed_permissions":["nativeMessaging"]}}}})")
          .empty());
}

TEST_CASE("policies may also set the preferences themselves") {
  CHECK(
      ids_for(
          R"({"policies":{"Preferences":{"webextensions.native-messaging.blocklist":{"Value":"a, certferry","Status":"locked"}}}})") ==
      Ids{"policy-blocks-host"});
  CHECK(
      ids_for(
          R"({"policies":{"Preferences":{"webextensions.native-messaging.user-level-hosts":{"Value":false}}}})") ==
      Ids{"policy-user-hosts"});
}

TEST_CASE("policies that are none are told, and hostile ones say nothing") {
  CHECK(ids_for("{") == Ids{"policy-unreadable"});
  CHECK(ids_for("[]") == Ids{"policy-unreadable"});
  for (const char* text :
       {R"({})", R"({"policies":[]})",
        R"({"policies":{"ExtensionSettings":7,"NativeMessagingBlocklist":{"a":1},"Preferences":[]}})",
        R"({"policies":{"ExtensionSettings":"{","InstallAddonsPermission":true}})"})
    CHECK(ids_for(text).empty());
}

TEST_CASE("a snap that is told not to use the portal reaches nothing") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  write_file(folder.path() / "prefs.js",
             "user_pref(\"widget.use-xdg-desktop-portal.native-messaging\", 0);\n");
  Profile profile;
  profile.path = folder.path();
  json problems = json::array();
  add_preferences(profile, problems);
  CHECK(problems.empty());
  profile.packaging = Packaging::snap;
  add_preferences(profile, problems);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].at("id") == "preference-portal-off");
}

TEST_CASE("lists of names are split as the applications split them") {
  CHECK(split_list(" a, b ,,c") == std::vector<std::string>{"a", "b", "c"});
  CHECK(split_list("").empty());
  CHECK(split_list(" , ").empty());
}
