// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/administrator.hpp>
#include <host/prefs/certificate_policy.hpp>
#include <host/prefs/prefs.hpp>
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace host::prefs;
namespace fs = std::filesystem;

namespace {

constexpr const char* name = "mail.identity.id1.sign_mail";

/// An installation and a system folder, as an administrator would fill them.
struct System {
  tests::TemporaryFolder folder;
  fs::path installation = folder.path() / "usr/lib/thunderbird", system = folder.path() / "etc/thunderbird";
  AdministratorFiles files{{system / "policies/policies.json", installation / "distribution/policies.json"},
                           {installation / "defaults/pref", system / "pref"},
                           {system, installation}};
  void write(const fs::path& file, const std::string& text) const { tests::write_file(file, text); }
  void autoconfig(const std::string& script,
                  const std::string& more = "pref('general.config.obscure_value', 0);") const {
    write(installation / "defaults/pref/autoconfig.js",
          "pref(\"general.config.filename\", \"school.cfg\");\n" + more);
    write(installation / "school.cfg", script);
  }
  std::optional<fs::path> decided() const { return decided_by_administrator(files, name); }
};

std::string policies(const std::string& entry) {
  return R"({"policies": {"Preferences": {"mail.identity.id1.sign_mail": )" + entry + "}}}";
}

}  // namespace

TEST_CASE("nothing of an administrator's decides nothing") {
  const System system;
  CHECK_FALSE(system.decided().has_value());
}

TEST_CASE("a policy decides if it locks, sets or clears the preference at each start") {
  struct Case {
    const char* entry;
    bool decides;
  };
  for (const auto& each : {
           Case{R"({"Value": true, "Status": "locked"})", true},
           Case{R"({"Value": true, "Status": "user"})", true},
           Case{R"({"Status": "clear"})", true},
           Case{R"({"Value": true, "Status": "default"})", false},
           Case{R"({"Value": true})", false},
           Case{R"({"Value": true, "Status": 7})", false},
           Case{"true", true},
           Case{"[", false},
       }) {
    CAPTURE(each.entry);
    const System system;
    system.write(system.installation / "distribution/policies.json", policies(each.entry));
    CHECK(system.decided().has_value() == each.decides);
  }
}

TEST_CASE("the system's policies hide those of the installation") {
  const System system;
  system.write(system.installation / "distribution/policies.json", policies("true"));
  CHECK(system.decided() == system.installation / "distribution/policies.json");
  system.write(system.system / "policies/policies.json", R"({"policies": {}})");
  CHECK_FALSE(system.decided().has_value());
}

TEST_CASE("policies of another shape decide nothing and harm nothing") {
  for (const char* text :
       {"", "{", "[]", "null", R"({"policies": 1})", R"({"policies": []})", R"({"policies": [{}]})",
        R"({"policies": {"Preferences": []}})", R"({"policies": {"Preferences": "x"}})",
        R"({"policies": {"Preferences": null}})"}) {
    CAPTURE(text);
    const System system;
    system.write(system.system / "policies/policies.json", text);
    CHECK_FALSE(system.decided().has_value());
  }
}

TEST_CASE("a default that is locked decides, one that is not does not") {
  const System system;
  system.write(system.system / "pref/local.js", "pref('mail.identity.id1.sign_mail', true);");
  CHECK_FALSE(system.decided().has_value());
  system.write(system.system / "pref/local.js", "pref('mail.identity.id1.sign_mail', true, locked);");
  CHECK(system.decided() == system.system / "pref/local.js");
}

TEST_CASE("autoconfig decides with lockPref, pref and clearPref, not with defaultPref") {
  struct Case {
    const char* script;
    bool decides;
  };
  for (const auto& each : {
           Case{"// first line\nlockPref(\"mail.identity.id1.sign_mail\", true);", true},
           Case{"//\nif (getenv(\"USER\") == 'x') { pref ( 'mail.identity.id1.sign_mail', true ) }", true},
           Case{"//\nclearPref(\"mail.identity.id1.sign_mail\");", true},
           Case{"//\ndefaultPref(\"mail.identity.id1.sign_mail\", true);", false},
           Case{"//\n/* lockPref(\"mail.identity.id1.sign_mail\", true); */", false},
           Case{"//\nlockPref(\"mail.identity.id2.sign_mail\", true);", false},
           Case{"//\nvar text = 'lockPref(\"mail.identity.id1.sign_mail\", true)';", false},
       }) {
    CAPTURE(each.script);
    const System system;
    system.autoconfig(each.script);
    CHECK(system.decided().has_value() == each.decides);
  }
}

TEST_CASE("an autoconfig file is read as it is kept: shifted by 13 unless the defaults say otherwise") {
  std::string shifted = "// x\nlockPref(\"mail.identity.id1.sign_mail\", true);";
  for (char& c : shifted) c = static_cast<char>(c + 13);
  const System system;
  system.autoconfig(shifted, "");
  CHECK(system.decided() == system.installation / "school.cfg");
}

TEST_CASE("the autoconfig file of the system hides that of the installation") {
  const System system;
  system.autoconfig("//\nlockPref(\"mail.identity.id1.sign_mail\", true);");
  system.write(system.system / "school.cfg", "//\n");
  CHECK_FALSE(system.decided().has_value());
}

TEST_CASE("user.js decides what it sets, also where it is a link") {
  const tests::TemporaryFolder profile;
  CHECK_FALSE(decided_elsewhere(profile.path(), name).has_value());
  tests::write_file(profile.path() / "settings.js", "user_pref(\"mail.identity.id1.sign_mail\", false);\n");
  fs::create_symlink("settings.js", profile.path() / "user.js");
  CHECK(decided_elsewhere(profile.path(), name) == profile.path() / "user.js");
  CHECK_FALSE(decided_elsewhere(profile.path(), "mail.identity.id2.sign_mail").has_value());
}

TEST_CASE("a default in user.js does not decide, unless it is locked") {
  const tests::TemporaryFolder profile;
  tests::write_file(profile.path() / "user.js", "pref(\"mail.identity.id1.sign_mail\", false);\n");
  CHECK_FALSE(decided_elsewhere(profile.path(), name).has_value());
  tests::write_file(profile.path() / "user.js", "lock_pref(\"mail.identity.id1.sign_mail\", false);\n");
  CHECK(decided_elsewhere(profile.path(), name) == profile.path() / "user.js");
}

TEST_CASE("the installation that a profile ran in last is the one that is asked") {
  const System system;
  const tests::TemporaryFolder profile;
  system.autoconfig("//\nlockPref(\"mail.identity.id1.sign_mail\", true);");
  tests::write_file(profile.path() / "compatibility.ini",
                    "[Compatibility]\nLastPlatformDir=" + system.installation.string() +
                        "\nLastAppDir=" + system.installation.string());
  CHECK(decided_elsewhere(profile.path(), name) == system.installation / "school.cfg");
}

TEST_CASE("the policy of certificates names files as the applications look for them") {
  System system;
  const auto first = system.installation / "distribution/certificates", second = system.folder.path() / "mozilla/certificates";
  system.files.certificate_folders = {first, second};
  for (const auto& file : {first / "both.pem", second / "both.pem", second / "one.pem", system.system / "absolute.pem"})
    system.write(file, "");
  system.write(system.files.policies[0], R"({"policies": {"Certificates": {"Install": ["both.pem", "one.pem", 7, ")" +
                                             (system.system / "absolute.pem").string() + R"("]}}})");
  const auto policy = certificate_policy(system.files);
  REQUIRE(policy.has_value());
  CHECK(policy->file == system.files.policies[0]);
  CHECK(policy->installs == std::vector<fs::path>{first / "both.pem", second / "one.pem", system.system / "absolute.pem"});
  CHECK_FALSE(policy->some_not_found);
  CHECK_FALSE(policy->imports_roots_of_system);
}

TEST_CASE("a certificate that is not where the policy says is told, and so is the wish for roots of the system") {
  const System system;
  system.write(system.files.policies[1], R"({"policies": {"Certificates": {"Install": ["gone.pem", "/gone/too.pem"],
                                             "ImportEnterpriseRoots": true}}})");
  const auto policy = certificate_policy(system.files);
  REQUIRE(policy.has_value());
  CHECK(policy->installs.empty());
  CHECK(policy->some_not_found);
  CHECK(policy->imports_roots_of_system);
}

TEST_CASE("a policy of certificates in another shape says nothing and harms nothing") {
  for (const char* text : {"", "[]", R"({"policies": []})", R"({"policies": {"Certificates": []}})", R"({"policies": {"Certificates": null}})",
                           R"({"policies": {"DisableTelemetry": true}})"}) {
    CAPTURE(text);
    const System system;
    system.write(system.files.policies[0], text);
    CHECK_FALSE(certificate_policy(system.files).has_value());
  }
  const System system;
  system.write(system.files.policies[0], R"({"policies": {"Certificates": {"Install": {"a": "b"}, "ImportEnterpriseRoots": "yes"}}})");
  const auto policy = certificate_policy(system.files);
  REQUIRE(policy.has_value());
  CHECK((policy->installs.empty() && !policy->some_not_found && !policy->imports_roots_of_system));
}
