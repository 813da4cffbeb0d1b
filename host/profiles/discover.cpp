// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/compatibility.hpp>
#include <host/profiles/file_text.hpp>
#include <host/profiles/identifier.hpp>
#include <host/profiles/ini.hpp>
#include <host/profiles/places.hpp>
#include <host/profiles/profile.hpp>

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>

namespace host::profiles {

namespace fs = std::filesystem;

namespace {

constexpr const char* only_other_channel = "dev-edition-default";

/// A person may keep these files elsewhere and link to them.
Ini read_ini(const fs::path& file) {
  std::error_code failed;
  const auto real = fs::canonical(file, failed);
  return Ini::parse(failed ? std::string() : file_text(real, longest_ini).value_or(""));
}

/// What one `[ProfileN]` says.
struct Entry {
  Profile profile;
  std::string written_path;  ///< as the `[Install…]` sections repeat it
  bool marked = false;       ///< Default=1
};

/// As Mozilla: the path is relative to the place of profiles.ini or absolute, never the other than IsRelative
/// says.
std::optional<fs::path> folder_of(const Place& place, bool relative, const std::string& written) {
  const fs::path path(written);
  if (written.empty() || path.is_absolute() == relative) return std::nullopt;
  std::error_code failed;
  auto real = fs::canonical(relative ? place.folder / path : path, failed);
  if (failed || !fs::is_directory(real, failed)) return std::nullopt;
  return real;
}

std::optional<Entry> read_entry(const Place& place, const Ini& ini, const std::string& section) {
  const auto written = ini.get(section, "Path");
  const auto name = ini.get(section, "Name");
  if (!written || !name) return std::nullopt;
  const auto folder = folder_of(place, ini.get(section, "IsRelative") == "1", *written);
  if (!folder) return std::nullopt;
  Entry entry;
  entry.written_path = *written;
  entry.marked = ini.get(section, "Default") == "1";
  entry.profile.application = place.application;
  entry.profile.packaging = place.packaging;
  entry.profile.path = *folder;
  entry.profile.id = identifier(place.application, *folder);
  entry.profile.name = *name;
  if (name->empty())
    entry.profile.name = folder->has_filename() ? folder->filename().string() : folder->string();
  entry.profile.discovered = true;
  entry.profile.format = nssbridge::files::format_of(*folder);
  return entry;
}

/// Mozilla counts from 0 and stops at the first number that is missing.
std::vector<Entry> read_entries(const Place& place, const Ini& ini) {
  std::vector<Entry> entries;
  for (unsigned number = 0;; ++number) {
    const auto section = "Profile" + std::to_string(number);
    if (!ini.get(section, "IsRelative")) return entries;
    if (auto entry = read_entry(place, ini, section)) entries.push_back(std::move(*entry));
  }
}

/// The paths that installed applications start with, as written in `[Install…]` of profiles.ini; installs.ini
/// is the copy from which Mozilla restores them when an old version has written profiles.ini without.
std::set<std::string> install_defaults(const Place& place, const Ini& ini) {
  std::set<std::string> paths;
  const auto add = [&](const Ini& from, const std::string& section) {
    if (const auto path = from.get(section, "Default"); path && !path->empty()) paths.insert(*path);
  };
  for (const auto& section : ini.sections())
    if (section.starts_with("Install")) add(ini, section);
  if (!paths.empty()) return paths;
  const auto copy = read_ini(place.folder / "installs.ini");
  for (const auto& section : copy.sections()) add(copy, section);
  return paths;
}

bool installation_is_there(const Entry& entry) {
  std::error_code failed;
  const auto program = read_compatibility(entry.profile.path).program;
  return !program.empty() && fs::is_directory(program, failed);
}

/// Each installed application has a profile of its own that it starts with. Sections of applications that are
/// gone stay in the file, so where several are named, those count whose application is still there.
void mark_by_installs(std::vector<Entry>& entries, const std::set<std::string>& paths) {
  std::vector<Entry*> named;
  for (auto& entry : entries)
    if (paths.contains(entry.written_path)) named.push_back(&entry);
  std::vector<Entry*> present;
  if (named.size() > 1)
    std::ranges::copy_if(named, std::back_inserter(present),
                         [](const Entry* entry) { return installation_is_there(*entry); });
  for (auto* entry : present.empty() ? named : present) entry->profile.is_default = true;
}

/// The old way, and that of the snaps: Default=1, or else the only one there is.
void mark_by_old_way(std::vector<Entry>& entries) {
  std::vector<Entry*> ordinary;
  for (auto& entry : entries) {
    entry.profile.is_default = entry.marked;
    if (entry.profile.name != only_other_channel) ordinary.push_back(&entry);
  }
  const bool none = std::ranges::none_of(entries, &Entry::marked);
  if (none && ordinary.size() == 1) ordinary.front()->profile.is_default = true;
}

std::vector<Entry> discover_in(const Place& place) {
  const auto ini = read_ini(place.folder / "profiles.ini");
  auto entries = read_entries(place, ini);
  if (place.packaging != Packaging::snap) mark_by_installs(entries, install_defaults(place, ini));
  if (std::ranges::none_of(entries, [](const Entry& entry) { return entry.profile.is_default; }))
    mark_by_old_way(entries);
  return entries;
}

}  // namespace

fs::path home_folder() {
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') return home;
  const passwd* user = ::getpwuid(::geteuid());
  return user != nullptr ? user->pw_dir : "/";
}

std::vector<Place> places_of_this_user() {
  const auto home = home_folder();
  const char* folder = std::getenv("XDG_CONFIG_HOME");
  return places(home, folder != nullptr && *folder == '/' ? fs::path(folder) : home / ".config");
}

std::vector<Profile> discover() {
  std::vector<Profile> found;
  std::set<std::string> known;
  std::set<std::pair<Application, Packaging>>
      started;  // what starts in an earlier place never looks at a later one
  for (const auto& place : places_of_this_user()) {
    const bool first = !started.contains({place.application, place.packaging});
    for (auto& entry : discover_in(place)) {
      entry.profile.is_default = entry.profile.is_default && first;
      if (entry.profile.is_default) started.insert({place.application, place.packaging});
      if (known.insert(entry.profile.id).second) found.push_back(std::move(entry.profile));
    }
  }
  std::ranges::stable_sort(found, [](const Profile& a, const Profile& b) {
    return std::tuple(!a.is_default, a.application, a.name) <
           std::tuple(!b.is_default, b.application, b.name);
  });
  return found;
}

}  // namespace host::profiles
