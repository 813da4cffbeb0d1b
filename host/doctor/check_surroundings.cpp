// SPDX-License-Identifier: MPL-2.0
#include <host/confinement/state.hpp>
#include <host/doctor/checks.hpp>
#include <host/doctor/file_facts.hpp>
#include <host/doctor/surroundings.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace host::doctor {
namespace {

namespace fs = std::filesystem;
using nssbridge::Fix;

/// The first NSS that opens what newer ones write when a primary password is set.
constexpr std::array<int, 4> first_with_long_salts{3, 118, 0, 0};

const char* reason_of(front::NssRefusal reason) {
  switch (reason) {
    case front::NssRefusal::changeable:
      return "somebody else could change it, or a folder above it";
    case front::NssRefusal::incomplete:
      return "libraries of it are missing";
    case front::NssRefusal::no_version:
      break;
  }
  return "it does not say its version";
}

std::string owner_of(front::Origin origin) {
  switch (origin) {
    case front::Origin::firefox:
      return "of Firefox";
    case front::Origin::thunderbird:
      return "of Thunderbird";
    case front::Origin::configured:
      return "that the configuration names";
    case front::Origin::system:
      break;
  }
  return "of the system";
}

bool has_display() {
  const auto is_set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
}

}  // namespace

void judge_nss(Findings& findings, const Words& words, const std::vector<front::NssFolder>& usable,
               const std::vector<front::RefusedNss>& refused) {
  for (const front::RefusedNss& each : refused)
    findings.add(
        Id("nss-refused"),
        "The NSS in " + words.path(each.place.folder) + " is not used: " + reason_of(each.reason) + ".",
        Fix{"Each library and each folder above must belong to root or to you and be writable by nobody "
            "else.",
            {}});
  if (usable.empty())
    return findings.add(
        Id("nss-missing"), "No NSS library can be used, so no profile can be opened.",
        Fix{"Install NSS, Firefox or Thunderbird from the distribution.", "apt install libnss3"});
  for (const front::NssFolder& folder : usable)
    findings.good("The NSS " + owner_of(folder.origin) + " can be used: " + folder.version_text + " in " +
                  words.path(folder.folder) +
                  (&folder == &usable.front() ? ". It is the one that is used." : "."));
  if (usable.front().version < first_with_long_salts)
    findings.add(Id("nss-old"),
                 "The newest NSS here cannot open profiles whose primary password a current Firefox or "
                 "Thunderbird set.",
                 Fix{"Install Firefox or Thunderbird 144 or later; Certferry then uses the library that "
                     "comes with it.",
                     {}});
}

void judge_dialogs(Findings& findings, const std::string& configured,
                   const std::vector<dialog::Program>& programs, bool display) {
  if (programs.empty() && !configured.empty())
    return findings.add(Id("pinentry-unusable"),
                        "The program for password dialogs that the configuration names is missing, cannot be "
                        "started, can be changed by others, or shows dialogs in terminals only.",
                        Fix{"Correct \"pinentry\" in certferry.json, or remove it.", {}});
  if (programs.empty())
    findings.add(Id("pinentry-missing"),
                 "No program that shows password dialogs on a desktop is installed, so a primary password can be asked only in a "
                 "terminal.",
                 Fix{"Install one that fits the desktop: pinentry-gnome3, pinentry-gtk2 or pinentry-qt.",
                     "apt install pinentry-gnome3"});
  else
    findings.good(configured.empty()
                      ? "Password dialogs come from " + programs.front().path.string() + "."
                      : "Password dialogs come from the program that the configuration names.");
  if (!display)
    findings.add(
        Id("display-missing"),
        "There is no display here, so no dialog can be shown; in the desktop's session there is one.",
        Fix{"Nothing has to be done: a host that Firefox or Thunderbird starts has their display.", {}});
}

void judge_confinement(Findings& findings, int landlock, bool filters_system_calls) {
  if (landlock != 0 && filters_system_calls)
    return findings.good("The process that reads profiles is confined by the kernel (Landlock version " +
                         std::to_string(landlock) + ").");
  findings.add(
      Id("confinement-weak"),
      landlock == 0
          ? "This kernel has no Landlock, so the process that reads profiles is kept from other files only "
            "by their permissions."
          : "This kernel cannot filter system calls, so the process that reads profiles is confined less.",
      Fix{"Nothing has to be done. Linux 5.13 and later have Landlock; it must be in the list of security "
          "modules (lsm=).",
          {}});
}

std::vector<front::NssFolder> check_nss(Examination& examination) {
  const auto& setting = examination.scope.setting;
  const auto places =
      front::nss_places(examination.configuration.value_or(front::Configuration{}), setting.home);
  auto usable = front::usable_nss_folders(places, setting.user);
  judge_nss(examination.findings, examination.words, usable,
            front::refused_nss_folders(places, setting.user));
  return usable;
}

void check_surroundings(Examination& examination) {
  auto& findings = examination.findings;
  const std::string configured =
      examination.configuration ? examination.configuration->pinentry : std::string();
  // Whatever there is here: which programs a desktop's session would have.
  const dialog::Screen desktop{.graphical = true, .terminal = false};
  judge_dialogs(findings, configured,
                dialog::dialog_programs(configured, desktop, examination.scope.setting.user), has_display());
  constexpr std::size_t longest_fact = 64;
  if (bytes_of(examination.scope.setting.root / "proc/sys/crypto/fips_enabled", longest_fact)
          .value_or("0")
          .starts_with("1"))
    findings.add(Id("fips-system"),
                 "This computer runs in FIPS mode. NSS then refuses some algorithms and short passwords, and "
                 "old key files cannot be read.",
                 Fix{"Nothing has to be done for new key files with a long password. Have an old one written anew on a computer that is "
                     "not in that mode.",
                     {}});
  judge_confinement(findings, confinement::landlock_version(), confinement::filters_system_calls());
  if (examination.scope.setting.user == 0)
    findings.add(
        Id("running-as-root"),
        "This looks at root's own files. Firefox and Thunderbird of a person are checked as that person.",
        Fix{"Run it as the person who uses them, without sudo.", {}});
}

}  // namespace host::doctor
