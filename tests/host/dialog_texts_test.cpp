// SPDX-License-Identifier: MPL-2.0
#include <host/dialog/programs.hpp>
#include <host/dialog/texts.hpp>
#include <host/front/child_environment.hpp>
#include <host/text/words.hpp>
#include <support/trusted_folder.hpp>

#include <doctest/doctest.h>

#include <unistd.h>
#include <algorithm>
#include <string>
#include <vector>

using namespace host::dialog;
using host::front::AskedFile;
using host::front::AskedProfile;
using host::front::ConsentQuestion;
using host::front::PasswordQuestion;
using host::front::TrustQuestion;

namespace {

const std::string digits = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const Caller add_on{"certferry@certferry", "/usr/lib/firefox/firefox"};
const AskedProfile web{"f", "default-release", "firefox"};
const AskedProfile mail{"t", "default", "thunderbird"};

std::size_t position(const std::string& text, const std::string& part) {
  const std::size_t at = text.find(part);
  REQUIRE_MESSAGE(at != std::string::npos, part, " is not in ", text);
  return at;
}

std::string repeated(const std::string& part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

/// Everything that a dialog could be asked to show with these names.
std::vector<std::string> all_descriptions(const std::string& name) {
  const AskedProfile profile{"id", name, "thunderbird"};
  const AskedProfile other{"id2", name, name};
  const Caller caller{name, name};
  host::front::ConsentQuestion restore{.what = "restore", .profile = profile, .other = {}, .fingerprint = digits + name, .subject = name};
  restore.state = {.time = name, .roots = 1, .correspondents = 1, .correspondent = name};
  return {password_text({profile, "from", 1, other}, caller, true).description,
          password_text({profile, "file", 1, {}, AskedFile{"import", name}}, caller, true).description,
          password_text({profile, "file", 1, {}, AskedFile{"look", name}}, caller, true).description,
          consent_text({"import-keys", profile, {}, digits + name, name, 12345}, caller)->description,
          trust_text({profile, digits + name, name}, caller, true).description,
          consent_text({"unprotected-copy", profile, other}, caller)->description,
          consent_text({.what = "load-module", .profile = profile, .other = {}, .file = "/" + name + "/" + name}, caller)->description,
          pin_text({profile, name, "/" + name + "/" + name}, caller).description,
          consent_text(restore, caller)->description,
          consent_text({"unknown-caller", {}, {}}, caller)->description};
}

}  // namespace

TEST_CASE(
    "a password dialog says what happens to which profile, then who asks, and which password it is not") {
  const auto text = password_text({web, "from", 1, mail}, add_on, false).description;
  CHECK(text.starts_with(
      "Unlock the private keys of the Firefox profile \"default-release\", and copy them into the "
      "Thunderbird profile \"default\", which has no primary password."));
  CHECK(position(text, "default\"") <
        position(text, "Asked by the add-on certferry@certferry, started by /usr/lib/firefox"));
  CHECK(
      position(text,
               "primary password of the Firefox profile, not your mail password and not that of a key file") >
      0);
  CHECK(position(text, "A wrong try locks nothing") > 0);
  CHECK(text.find("reset") == std::string::npos);
  const AskedProfile second{"g", "work", "firefox"};
  CHECK(position(password_text({web, "from", 1, second}, add_on, false).description, "of the first profile") >
        0);
  CHECK(password_text({web, "profile", 1}, add_on, false).description.find("copy") == std::string::npos);
}

TEST_CASE("a dialog for a key file's password says what comes where, then who asks, and which password it is not") {
  const auto text = password_text({mail, "file", 1, {}, AskedFile{"import", "ada.p12"}}, add_on, false);
  CHECK(text.description.starts_with("Bring the private keys and certificates of the key file \"ada.p12\" into the Thunderbird "
                                     "profile \"default\"."));
  CHECK(position(text.description, "Asked by the add-on") < position(text.description, "Enter the password of the key file, not your mail"));
  CHECK(text.accept == "Import");
  const auto look = password_text({mail, "file", 1, {}, AskedFile{"look", ""}}, add_on, false);
  CHECK(look.description.starts_with("Look what is in a key file. Nothing is changed."));
}

TEST_CASE("without a password the question for an import shows the first certificate's whole fingerprint and last its name") {
  const auto text = consent_text({"import-certificates", mail, {}, digits, "CN=Ada", 2}, add_on)->description;
  CHECK(text.starts_with("Bring certificates into the Thunderbird profile \"default\"."));
  CHECK(position(text, "Asked by the add-on") < position(text, "0011 2233 4455 6677 8899 aabb ccdd eeff\n"));
  CHECK(text.ends_with("CN=Ada and 2 others"));
}

TEST_CASE("a trust dialog shows the profile, the caller, the whole fingerprint in groups and last the name") {
  const auto text = trust_text({mail, digits, "CN=Example Root"}, add_on, false).description;
  const auto profile = position(text, "Thunderbird profile \"default\"");
  const auto caller = position(text, "Asked by the add-on");
  const auto first = position(text, "0011 2233 4455 6677 8899 aabb ccdd eeff\n");
  CHECK(profile < caller);
  CHECK(caller < first);
  CHECK(first < text.rfind("0011 2233 4455 6677 8899 aabb ccdd eeff\n"));
  CHECK(text.ends_with("CN=Example Root"));
}

TEST_CASE("a caller is named by what the system says of it") {
  CHECK(in_words({"", "/usr/bin/portal"}, 64) == "an add-on that gives no name, started by /usr/bin/portal");
  CHECK(in_words({"x@y", ""}, 64) == "the add-on x@y, started by a program that cannot be seen");
  CHECK(in_words({"", "/usr/bin/bash", true}, 64) == "the command certferry, started by /usr/bin/bash");
  CHECK(executable_of(::getpid()).ends_with("front_tests"));
  CHECK(executable_of(0).empty());
}

TEST_CASE("whatever the names are, a text fits on a line that libassuan does not cut") {
  for (const std::string& name :
       {std::string(), std::string("a"), std::string(100'000, 'a'), std::string(100'000, '\xFF'),
        repeated("\xF0\x9F\x98\x80", 5000), repeated("\xE2\x80\xAE", 5000), std::string(5000, '%'),
        std::string(5000, '\n'), repeated("\xF3\xA0\x81\x81", 5000), std::string(5000, '\0')})
    for (const auto& text : all_descriptions(name)) {
      const auto line = encoded("SETDESC " + text);
      CHECK_MESSAGE(line.size() < longest_line, line);
      CHECK(line.find_first_of("\n\r") == std::string::npos);
    }
}

TEST_CASE("names in dialogs are printable and have at most 64 characters, and no escape is cut") {
  CHECK(host::text::short_name("a\x1B[2J\xE2\x80\xAE\n", 64) == "a\\u{001B}[2J\\u{202E}\\u{000A}");
  CHECK(host::text::short_name(std::string(64, 'a'), 64) == std::string(64, 'a'));
  CHECK(host::text::short_name(std::string(65, 'a'), 64) == std::string(64, 'a') + "\xE2\x80\xA6");
  const auto shown = host::text::short_name(repeated("\xE2\x80\xAE", 100), 64);
  CHECK(shown == repeated("\\u{202E}", 8) + "\xE2\x80\xA6");
  CHECK(host::text::short_name(repeated("\xE2\x80\xAE", 2), 4) == "\xE2\x80\xA6");
}

TEST_CASE("a question for consent that this version does not know has no text") {
  CHECK_FALSE(consent_text({"something-new", mail, web}, add_on).has_value());
}

TEST_CASE("what is typed is the beginning of the fingerprint, at least eight digits of it") {
  for (const auto& typed :
       {std::string("00112233"), std::string("0011 2233"), std::string("00:11:22:33:"),
        std::string(" 0011223344 "), digits, std::string("0011 2233 4455 6677 8899 AABB")})
    CHECK_MESSAGE(begins(digits, typed), typed);
  for (const auto& typed : {std::string(), std::string("0011223"), std::string("00112234"), digits + "0",
                            std::string("yes"), std::string("0011223\n3"), std::string("0011-2233")})
    CHECK_FALSE_MESSAGE(begins(digits, typed), typed);
  CHECK_FALSE(begins("0011", "0011"));
}

TEST_CASE("a dialog program inherits what leads to the screen, and nothing that steers a library") {
  const char* inherited[] = {"HOME=/home/a",
                             "LANG=de_DE.UTF-8",
                             "LC_ALL=C",
                             "DISPLAY=:0",
                             "WAYLAND_DISPLAY=wayland-0",
                             "XAUTHORITY=/x",
                             "DBUS_SESSION_BUS_ADDRESS=unix:path=/b",
                             "XDG_RUNTIME_DIR=/run/user/1",
                             "TERM=xterm",
                             "PATH=/tmp/evil",
                             "LD_LIBRARY_PATH=/tmp/evil",
                             "NSS_X=1",
                             "NSPR_LOG_FILE=/x",
                             "MOZ_LOG=all",
                             "SQLITE_TMPDIR=/tmp",
                             "GTK_MODULES=evil",
                             "QT_PLUGIN_PATH=/tmp",
                             "DISPLAYX=1",
                             nullptr};
  CHECK(host::front::dialog_environment(inherited) ==
        std::vector<std::string>{"PATH=/usr/bin:/bin", "HOME=/home/a", "LANG=de_DE.UTF-8", "LC_ALL=C",
                                 "DISPLAY=:0", "WAYLAND_DISPLAY=wayland-0", "XAUTHORITY=/x",
                                 "DBUS_SESSION_BUS_ADDRESS=unix:path=/b", "XDG_RUNTIME_DIR=/run/user/1",
                                 "TERM=xterm"});
}

TEST_CASE("a configured program is the only one, if nobody else can change it") {
  const tests::TrustedFolder folder;
  if (folder.path().empty()) return;
  const auto program = folder.path() / "pinentry";
  tests::write_file(program, "#!/bin/sh\n", 0755);
  const auto found = dialog_programs(program, {}, ::geteuid());
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == program);
  CHECK_FALSE(found[0].uses_terminal);
  CHECK(dialog_programs("pinentry", {.graphical = true}, ::geteuid()).empty());
  CHECK(dialog_programs(program.string() + "-missing", {.graphical = true}, ::geteuid()).empty());
  tests::write_file(program, "#!/bin/sh\n", 0775);
  CHECK(dialog_programs(program, {.graphical = true}, ::geteuid()).empty());
  tests::write_file(program, "#!/bin/sh\n", 0644);
  CHECK(dialog_programs(program, {.graphical = true}, ::geteuid()).empty());
}

TEST_CASE("a program for terminals is none for a desktop, whatever the link to it is called") {
  const tests::TrustedFolder folder;
  if (folder.path().empty()) return;
  const auto link = folder.path() / "pinentry";
  for (const char* name : {"pinentry-curses", "pinentry-tty"}) {
    tests::write_file(folder.path() / name, "#!/bin/sh\n", 0755);
    std::filesystem::remove(link);
    std::filesystem::create_symlink(name, link);
    CHECK(dialog_programs(link, {.graphical = true}, ::geteuid()).empty());
    CHECK(dialog_programs(link, {.graphical = true, .terminal = true}, ::geteuid()).empty());
    const auto found = dialog_programs(link, {.terminal = true}, ::geteuid());
    REQUIRE(found.size() == 1);
    CHECK(found[0].uses_terminal);
  }
  tests::write_file(folder.path() / "pinentry-gtk-2", "#!/bin/sh\n", 0755);
  std::filesystem::remove(link);
  std::filesystem::create_symlink("pinentry-gtk-2", link);
  CHECK(dialog_programs(link, {.graphical = true}, ::geteuid()).size() == 1);
}

TEST_CASE(
    "without display and terminal no program is looked for; with a display none of them gets the terminal") {
  CHECK(dialog_programs("", {}, ::geteuid()).empty());
  const auto found = dialog_programs("", {.graphical = true, .terminal = true}, ::geteuid());
  CHECK(
      std::none_of(found.begin(), found.end(), [](const Program& program) { return program.uses_terminal; }));
}

TEST_CASE("a change of a correspondent's certificate shows what happens, who asks, both fingerprints and last the address") {
  const std::string used(64, 'a');
  const auto text = *consent_text({.what = "correspondent-change", .profile = mail, .other = {}, .fingerprint = digits, .subject = "bob@example.test", .used = used}, add_on);
  CHECK(text.description.starts_with("Encrypt mail to a correspondent to a new certificate of another authority, in the Thunderbird profile \"default\"."));
  const auto caller = position(text.description, "Asked by the add-on");
  const auto offered = position(text.description, "0011 2233 4455 6677 8899 aabb ccdd eeff\n");
  CHECK(caller < offered);
  CHECK(offered < position(text.description, "aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa\n"));
  CHECK(text.description.ends_with("bob@example.test"));
  CHECK(text.accept == "Change");
}

TEST_CASE("an earlier state that comes back: what it costs and what it trusts, then who asks, then names") {
  host::front::ConsentQuestion question{.what = "restore", .profile = mail, .other = {}, .fingerprint = digits, .subject = "CN=Example"};
  question.state = {.time = "2026-11-24T10:15:00Z", .certificates = 1, .private_keys = 2, .returning = 1, .settings = 3, .roots = 1,
                    .correspondents = 2, .correspondent = "bob@example.test"};
  const auto text = *consent_text(question, add_on);
  CHECK(text.description.starts_with("Bring the Thunderbird profile \"default\" back to how it was at 2026-11-24T10:15:00Z. "
                                     "Lost since then: 1 certificate, 2 private keys, 3 settings. "
                                     "Deleted and back again: 1 certificate or key. "
                                     "Mail signed under 1 authority not trusted now will count as genuine. "
                                     "Mail to 2 correspondents will go to another certificate.\n"));
  const auto caller = position(text.description, "Asked by the add-on");
  CHECK(position(text.description, "not trusted now") < caller);
  CHECK(caller < position(text.description, "0011 2233"));
  CHECK(position(text.description, "0011 2233") < position(text.description, "CN=Example"));
  CHECK(text.description.ends_with("bob@example.test"));
  CHECK(text.accept == "Restore");
  question.state.comparable = false;
  CHECK(consent_text(question, add_on)->description.find("The present databases are damaged; what they hold is lost.") != std::string::npos);
}

TEST_CASE("a certificate without the address shows what happens, who asks, its fingerprint and last the address") {
  const auto text =
      *consent_text({.what = "select-without-address", .profile = mail, .other = {}, .fingerprint = digits, .subject = "alice@example.test"}, add_on);
  CHECK(text.description.starts_with("Use a certificate that does not carry your address for a mail identity, in the Thunderbird profile \"default\"."));
  CHECK(position(text.description, "Asked by the add-on") < position(text.description, "0011 2233 4455 6677 8899 aabb ccdd eeff\n"));
  CHECK(text.description.ends_with("alice@example.test"));
  CHECK(text.accept == "Use it");
}
