// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/checks.hpp>
#include <host/doctor/file_facts.hpp>
#include <host/front/extension_id.hpp>
#include <host/front/trusted_path.hpp>
#include <host/front/worker_process.hpp>
#include <host/identity.hpp>
#include <host/install/manifest.hpp>
#include <host/install/programs.hpp>

#include <algorithm>

namespace host::doctor {
namespace {

namespace fs = std::filesystem;
using install::Manifest;
using install::ManifestFault;
using install::ManifestPlace;
using nssbridge::Fix;

constexpr std::size_t largest_manifest = 1UL << 20;

/// What stands in one place.
struct Seen {
  ManifestPlace place;
  fs::path path;
  bool exists = false;
  bool readable = false;
  install::ManifestReading reading;
  bool counts() const { return readable && !reading.fault && lists_us(); }
  bool lists_us() const {
    const auto& ids = reading.manifest.allowed_extensions;
    return std::find(ids.begin(), ids.end(), identity::extension) != ids.end();
  }
};

Seen look(const ManifestPlace& place) {
  Seen seen{place, place.spot.path(), false, false, {}};
  std::error_code failed;
  seen.exists = fs::symlink_status(seen.path, failed).type() != fs::file_type::not_found;
  const auto bytes = bytes_of(seen.path, largest_manifest);
  seen.readable = bytes.has_value();
  if (bytes) seen.reading = install::read_manifest(*bytes);
  return seen;
}

Fix reinstall(const Seen& seen) {
  if (seen.readable && install::is_foreign(seen.reading)) return install::way_past_a_foreign_manifest();
  return seen.place.scope == install::Scope::user
             ? Fix{"Install again.", "certferry install"}
             : Fix{"As root, install again for all users.", "certferry install --system"};
}

/// `alone`: no other manifest counts, so that this fault is why browsers find nothing.
void report_fault(Examination& examination, const Seen& seen, bool alone) {
  struct Text {
    Id id;
    const char* what;
  };
  const auto text_of = [](ManifestFault fault) -> Text {
    switch (fault) {
      case ManifestFault::not_json:
        return {Id("manifest-not-json"), "is not JSON"};
      case ManifestFault::wrong_members:
        return {Id("manifest-members"),
                "lacks a member that browsers need, or has one that they do not know or of another type"};
      case ManifestFault::bad_extension:
        return {Id("manifest-extension-id"),
                "names as an allowed add-on what is no add-on's id, which spoils all of it"};
      case ManifestFault::wrong_type:
        return {Id("manifest-type"), "is of another type than \"stdio\""};
      case ManifestFault::wrong_name:
        return {Id("manifest-name"), "has another name inside than its file"};
      case ManifestFault::relative_path:
        break;
    }
    return {Id("manifest-path"), "names the program by a path that does not begin at the root"};
  };
  Text text{Id("manifest-unreadable"), "cannot be read"};
  if (seen.readable && seen.reading.fault)
    text = text_of(*seen.reading.fault);
  else if (seen.readable)
    text = {Id("extension-not-listed"), "does not allow Certferry's own add-on"};
  const std::string effect =
      alone ? ", so browsers say that there is no such native application." : ". Browsers pass over it.";
  examination.findings.add(text.id, alone ? Severity::error : Severity::warning,
                           "The manifest " + examination.words.path(seen.path) + " " + text.what + effect,
                           reinstall(seen));
}

void report_shadow(Examination& examination, const Seen& first, const std::vector<Seen>& all) {
  for (const Seen& other : all) {
    const bool hidden = other.exists && first.place.scope == install::Scope::user &&
                        other.place.scope == install::Scope::system;
    if (!hidden) continue;
    const bool same = other.readable && other.reading.manifest.path == first.reading.manifest.path;
    return examination.findings.add(
        Id("manifest-shadows"), same ? Severity::note : Severity::warning,
        "The manifest " + examination.words.path(first.path) + " of this user hides " +
            examination.words.path(other.path) + " of all users" +
            (same ? "; both name the same program."
                  : ", which names another program. Updates of the computer do not reach this user."),
        Fix{"To use the one of all users, take this user's away.", "certferry uninstall"});
  }
}

void report_half_allowed(Examination& examination, const Manifest& manifest) {
  if (!examination.configuration) return;
  const auto& allowed = examination.configuration->allowed_extensions;
  const auto& listed = manifest.allowed_extensions;
  const auto contains = [](const std::vector<std::string>& ids, const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  const auto fix = [&](const std::string& id) {
    if (!examination.words.tells_everything()) return in_a_terminal();
    if (!front::is_extension_id(id))
      return Fix{"No add-on has such an id. Take it out of \"allowedExtensions\" in certferry.json.", {}};
    return Fix{"Allow it in both places; --refuse-extension takes it out of both.",
               "certferry install --allow-extension '" + id + "'"};
  };
  for (const std::string& id : allowed)
    if (!contains(listed, id))
      examination.findings.add(
          Id("extension-half-allowed"),
          examination.words.extension(id) +
              " is allowed by the configuration and not by the manifest, so browsers refuse it.",
          fix(id));
  for (const std::string& id : listed)
    if (id != identity::extension && !contains(allowed, id))
      examination.findings.add(
          Id("extension-half-allowed"),
          examination.words.extension(id) +
              " is allowed by the manifest and not by the configuration, so Certferry refuses it.",
          fix(id));
}

}  // namespace

void check_configuration(Examination& examination) {
  try {
    const auto& setting = examination.scope.setting;
    const front::ConfigurationFiles files{install::administrator_configuration(setting.root).path(),
                                          install::personal_configuration(setting.home, setting.configuration).path()};
    examination.configuration = front::read_configuration(files, setting.user);
    examination.findings.good("The configuration can be used.");
  } catch (const nssbridge::Error& error) {
    examination.findings.add(
        Id("configuration-unusable"), error.message(),
        Fix{"Correct certferry.json, or move it away: without it everything is as at first.", {}});
  }
}

std::optional<Registration> check_manifests(Examination& examination) {
  const auto& setting = examination.scope.setting;
  std::vector<Seen> all;
  for (const ManifestPlace& place : install::manifest_places(setting.home, setting.root))
    all.push_back(look(place));
  const auto first = std::find_if(all.begin(), all.end(), [](const Seen& seen) { return seen.counts(); });
  for (const Seen& seen : all)
    if (seen.exists && !seen.counts()) report_fault(examination, seen, first == all.end());
  if (first == all.end()) {
    if (std::none_of(all.begin(), all.end(), [](const Seen& seen) { return seen.exists; }))
      examination.findings.add(Id("manifest-missing"),
                               "No manifest tells Firefox and Thunderbird where Certferry is, so they say "
                               "that there is no such native application.",
                               Fix{"Install it, for this user or for all users.", "certferry install"});
    return std::nullopt;
  }
  examination.findings.good("Firefox and Thunderbird find the manifest " +
                            examination.words.path(first->path) + ".");
  if (facts_of(first->path, setting.user).is_changeable)
    examination.findings.add(
        Id("manifest-changeable"),
        "The manifest " + examination.words.path(first->path) +
            ", or a folder above it, can be changed by other users, who so decide what browsers start.",
        Fix{"Take the right to write there away from group and others: chmod go-w.", {}});
  report_shadow(examination, *first, all);
  report_half_allowed(examination, first->reading.manifest);
  return Registration{first->path, first->reading.manifest.path, first->place.scope};
}

bool check_host(Examination& examination, const Registration& registration) {
  auto& findings = examination.findings;
  const std::string name = examination.words.path(registration.host);
  const Fix again = registration.scope == install::Scope::user
                        ? Fix{"Install again.", "certferry install"}
                        : Fix{"As root, install Certferry again.", "certferry install --system"};
  const FileFacts facts = facts_of(registration.host, examination.scope.setting.user);
  if (!facts.exists || !facts.is_ordinary)
    return findings.add(Id("host-missing"), "The program that the manifest names is not there: " + name + ".",
                        again),
           false;
  if (!facts.is_executable)
    return findings.add(
               Id("host-not-executable"),
               "The program that the manifest names cannot be started with your rights: " + name + ".",
               again),
           false;
  if (registration.host.filename() != install::host_program)
    return findings.add(
               Id("manifest-other-host"),
               "The manifest names a program that is not Certferry's: " + name + ". It was not started.",
               again),
           false;
  if (facts.is_changeable)
    return findings.add(Id("host-changeable"),
                        "The program " + name +
                            ", or a folder above it, can be changed by other users. It was not started.",
                        Fix{"Install Certferry where only you or root can write.", "certferry install"}),
           false;
  if (!front::worker_beside(front::real_path(registration.host)))
    return findings.add(Id("host-without-worker"),
                        "The program certferry-worker is missing beside " + name + ".", again),
           false;
  findings.good("The manifest names " + name + ", which only its owner and root can change.");
  return true;
}

}  // namespace host::doctor
