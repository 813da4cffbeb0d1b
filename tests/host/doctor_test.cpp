// SPDX-License-Identifier: MPL-2.0
// What the doctor makes of systems that this one is not.
#include <host/doctor/checks.hpp>
#include <host/doctor/profiles.hpp>
#include <host/doctor/sandboxes.hpp>
#include <host/doctor/surroundings.hpp>
#include <host/install/manifest.hpp>
#include <support/trusted_folder.hpp>

#include <doctest/doctest.h>

#include <map>

namespace fs = std::filesystem;
using namespace host::doctor;
using nlohmann::json;
using tests::TrustedFolder;
using tests::write_file;

namespace {

/// {id: severity}
std::map<std::string, std::string> found_in(const Findings& findings) {
  std::map<std::string, std::string> found;
  const json result = findings.to_json();
  for (const json& each : result.at("findings")) found[each.at("id")] = each.at("severity");
  return found;
}

using Found = std::map<std::string, std::string>;

const Sandboxed firefox{"Firefox", "snap.firefox", "", Severity::error};

Found snap(const Portal& portal, Permission permission) {
  Findings findings;
  judge_snap(findings, firefox, portal, permission);
  return found_in(findings);
}

Found flatpak(const char* version, const Portal& portal) {
  Findings findings;
  judge_flatpak(findings, {"Firefox", "org.mozilla.firefox", version, Severity::warning}, portal);
  return found_in(findings);
}

constexpr Portal no_bus{};
constexpr Portal bare{true, false, false};
constexpr Portal ubuntu{true, true, false};
constexpr Portal with_proxy{true, false, true};

/// A system below a folder, examined without its profiles.
class System {
 public:
  System() {
    m_scope.setting.root = root();
    m_scope.setting.home = root() / "home";
    m_scope.setting.configuration.clear();
    m_scope.environment = m_environment;
    if (is_usable()) fs::create_directories(root() / "home");
  }
  bool is_usable() const { return !root().empty(); }
  const fs::path& root() const { return m_folder.path(); }
  fs::path manifest(const char* place) const {
    return root() / place / "native-messaging-hosts/certferry.json";
  }
  fs::path host(const char* place) const { return root() / place / "certferry-host"; }
  void add_manifest(const char* place, const fs::path& host) {
    write_file(manifest(place), host::install::manifest_text(host, {}));
  }
  json examine(Detail detail = Detail::links) {
    m_scope.detail = detail;
    return run(m_scope, m_cancellation);
  }
  Found findings() {
    Found found;
    const json result = examine();
    for (const json& each : result.at("findings")) found[each.at("id")] = each.at("severity");
    return found;
  }
  Found surroundings() {
    Findings findings;
    Examination examination{m_scope, m_cancellation, Words(Detail::everything, m_scope.setting.home),
                            findings};
    check_surroundings(examination);
    return found_in(findings);
  }

 private:
  TrustedFolder m_folder;
  host::front::Cancellation m_cancellation;
  Scope m_scope;
  const char* m_environment[1] = {nullptr};
};

}  // namespace

TEST_CASE("a snap reaches the host through the portal and with the person's consent only") {
  CHECK(snap(no_bus, Permission::unknown) == Found{{"portal-unknown", "note"}});
  CHECK(snap(bare, Permission::not_asked) == Found{{"snap-without-portal", "error"}});
  CHECK(snap(ubuntu, Permission::not_asked) == Found{{"portal-not-asked", "note"}});
  CHECK(snap(ubuntu, Permission::unknown) == Found{{"portal-unknown", "note"}});
  CHECK(snap(ubuntu, Permission::yes).empty());
  for (const Portal& portal : {no_bus, bare, ubuntu})
    CHECK(snap(portal, Permission::no) == Found{{"portal-refuses", "error"}});
}

TEST_CASE("a flatpak reaches the host from version 157 on and through the proxy only") {
  CHECK(flatpak("156.0.2", with_proxy) == Found{{"flatpak-too-old", "warning"}});
  CHECK(flatpak("157.0", with_proxy).empty());
  CHECK(flatpak("157.0", bare) == Found{{"flatpak-without-proxy", "warning"}});
  CHECK(flatpak("", no_bus) == Found{{"portal-unknown", "note"}});
}

TEST_CASE("the store's answer is read as the portal wrote it, and whatever else it is says nothing") {
  const auto read = [](const char* text) { return permission_in(text, "snap.firefox"); };
  CHECK(read(R"({"type":"a{sas}v","data":[{"snap.firefox":["no"]},{}]})") == Permission::no);
  CHECK(read(R"({"type":"a{sas}v","data":[{"snap.firefox":["yes"],"x":["no"]},{}]})") == Permission::yes);
  CHECK(read(R"({"type":"a{sas}v","data":[{"x":["no"]},{}]})") == Permission::not_asked);
  CHECK(read(R"({"type":"a{sas}v","data":[{"snap.firefox":["ask"]},{}]})") == Permission::not_asked);
  for (const char* text : {"", "{", "[]", "{}", R"({"data":[]})", R"({"data":{}})", R"({"data":[7]})"})
    CHECK(read(text) == Permission::unknown);
  CHECK(read(R"({"data":[{"snap.firefox":"no"}]})") == Permission::not_asked);
}

TEST_CASE("a manifest of this user hides the one of all users") {
  System system;
  if (!system.is_usable()) return;
  const fs::path own = system.host("home/own"), other = system.host("usr/libexec");
  system.add_manifest("usr/lib/mozilla", other);
  CHECK_FALSE(system.findings().contains("manifest-shadows"));
  system.add_manifest("home/.mozilla", own);
  CHECK(system.findings().at("manifest-shadows") == "warning");
  system.add_manifest("home/.mozilla", other);
  CHECK(system.findings().at("manifest-shadows") == "note");
}

TEST_CASE("browsers pass over a faulty manifest and take the next, so its fault is only a warning then") {
  System system;
  if (!system.is_usable()) return;
  write_file(system.manifest("home/.mozilla"), "{");
  CHECK(system.findings().at("manifest-not-json") == "error");
  system.add_manifest("usr/lib64/mozilla", system.host("usr/libexec"));
  CHECK(system.findings().at("manifest-not-json") == "warning");
  CHECK(system.findings().at("host-missing") == "error");
}

TEST_CASE("an add-on that nobody allowed learns whether the host can be reached and nothing else") {
  System system;
  if (!system.is_usable()) return;
  system.add_manifest("home/.mozilla", system.host("home/clients/secret-client"));
  fs::create_directories(system.root() / "home/snap/firefox/common");
  write_file(system.root() / "home/.config/certferry/certferry.json",
             R"({"allowedExtensions":["secret-client@example.org"]})");
  const json told = system.examine();
  const std::string text = told.dump();
  CHECK(text.find(system.root().string()) == std::string::npos);
  CHECK(text.find("secret-client") == std::string::npos);
  for (const json& each : told.at("findings")) {
    const std::string id = each.at("id");
    for (const char* hidden :
         {"profile", "addon", "policy", "nss", "preference", "pinentry", "display", "running", "fips"})
      CHECK_FALSE_MESSAGE(id.starts_with(hidden), id);
  }
  CHECK(system.examine(Detail::everything).dump().find("secret-client") != std::string::npos);
}

TEST_CASE("applications that are not installed are told") {
  System system;
  if (!system.is_usable()) return;
  CHECK(system.findings().at("application-missing") == "note");
  for (const char* folder : {"usr/lib/firefox", "opt/thunderbird"})
    write_file(system.root() / folder / "application.ini", "[App]\nVersion=153.7.0\n");
  CHECK_FALSE(system.findings().contains("application-missing"));
  const auto all = find_installations(system.root() / "home", system.root());
  REQUIRE(all.size() == 2);
  CHECK(all[0].version == "153.7.0");
  CHECK(all[1].package == Package::archive);
}

TEST_CASE("a computer in FIPS mode is told") {
  System system;
  if (!system.is_usable()) return;
  CHECK_FALSE(system.surroundings().contains("fips-system"));
  write_file(system.root() / "proc/sys/crypto/fips_enabled", "1\n");
  CHECK(system.surroundings().at("fips-system") == "warning");
}

TEST_CASE("what a worker saw of profiles is judged by the NSS that there is and the manifest that counts") {
  const json seen =
      json::parse(R"({"profiles":[{"application":"thunderbird","name":"Ada","running":true,"needsNewNss":true,
    "problems":[{"id":"profile-not-writable","text":"is closed.","fix":"Become ada.","fixNamesUser":true},{"id":"made-up","text":"x"}],
    "addons":[]}],"policies":[{"id":"policy-user-hosts","text":"Firefox: no."}]})");
  const auto judge = [&seen](Detail detail, const char* nss, bool personal) {
    Findings findings;
    judge_profiles(findings, Words(detail, "/home/ada"), seen, nss, personal);
    return findings;
  };
  CHECK(found_in(judge(Detail::everything, "3.87.1", true)) == Found{{"policy-user-hosts", "error"},
                                                                     {"profile-not-writable", "warning"},
                                                                     {"profile-needs-newer-nss", "warning"},
                                                                     {"addon-missing", "note"}});
  CHECK(found_in(judge(Detail::everything, "3.118", false)) ==
        Found{{"profile-not-writable", "warning"}, {"addon-missing", "note"}});
  const std::string report = judge(Detail::report, "3.87.1", true).to_json().dump();
  CHECK(report.find("number 1 is closed.") != std::string::npos);
  CHECK(report.find("Become ada") == std::string::npos);
  for (const char* text :
       {"null", "[]", "{}", R"({"profiles":{},"policies":7})", R"({"profiles":[7,null],"policies":[1]})"}) {
    Findings findings;
    judge_profiles(findings, Words(Detail::everything, "/home/ada"), json::parse(text), "3.118", true);
    CHECK_FALSE(found_in(findings).contains("profile-unreadable"));
  }
}

TEST_CASE("a program for dialogs that is missing, cannot be used or has no display is told") {
  const auto judge = [](const char* configured, std::vector<host::dialog::Program> programs, bool display) {
    Findings findings;
    judge_dialogs(findings, configured, programs, display);
    return found_in(findings);
  };
  CHECK(judge("", {}, true) == Found{{"pinentry-missing", "warning"}});
  CHECK(judge("/x", {}, true) == Found{{"pinentry-unusable", "error"}});
  CHECK(judge("", {{"/usr/bin/pinentry"}}, false) == Found{{"display-missing", "note"}});
  CHECK(judge("/x", {{"/x"}}, true).empty());
}

TEST_CASE("a kernel that confines less is a note") {
  const auto judge = [](int landlock, bool filters) {
    Findings findings;
    judge_confinement(findings, landlock, filters);
    return found_in(findings);
  };
  CHECK(judge(0, true) == Found{{"confinement-weak", "note"}});
  CHECK(judge(4, false) == Found{{"confinement-weak", "note"}});
  CHECK(judge(1, true).empty());
}

TEST_CASE("no NSS, and one that is too old for current profiles, are told") {
  const auto judge = [](std::vector<host::front::NssFolder> usable) {
    Findings findings;
    judge_nss(findings, Words(Detail::everything, "/home/a"), usable, {});
    return found_in(findings);
  };
  CHECK(judge({}) == Found{{"nss-missing", "error"}});
  CHECK(judge({{"/usr/lib", host::front::Origin::system, {3, 87, 1, 0}, "3.87.1"}}) ==
        Found{{"nss-old", "note"}});
  CHECK(judge({{"/usr/lib", host::front::Origin::system, {3, 118, 0, 0}, "3.118"}}).empty());
}

TEST_CASE("paths of people are told to nobody else") {
  const Words report(Detail::report, "/home/ada");
  CHECK(report.path("/usr/lib/mozilla/x") == "/usr/lib/mozilla/x");
  CHECK(report.path("/home/ada/.local/lib/certferry/certferry-host") ==
        "~/.local/lib/certferry/certferry-host");
  CHECK(report.path("/home/ada/clients/x") == "(a path of a user)");
  CHECK(report.path("/home/bob/x") == "(a path of a user)");
  CHECK(report.path("relative") == "(a path of a user)");
  CHECK(report.profile("thunderbird", "Ada", 2) == "The Thunderbird profile number 2");
  CHECK(Words(Detail::everything, "/home/ada").path("/home/ada/clients/x") == "/home/ada/clients/x");
}
