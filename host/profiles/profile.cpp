// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/profile.hpp>

#include <host/profiles/file_text.hpp>
#include <host/profiles/ini.hpp>
#include <host/profiles/places.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace host::profiles {

using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_ini = 16U << 20;

fs::path home_folder() {
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') return home;
  const passwd* user = ::getpwuid(::geteuid());
  return user != nullptr ? user->pw_dir : "/";
}

fs::path configuration_folder(const fs::path& home) {
  const char* folder = std::getenv("XDG_CONFIG_HOME");
  return folder != nullptr && *folder == '/' ? fs::path(folder) : home / ".config";
}

/// FNV-1a, 64 bits: the id must only be stable and distinct among one person's profiles, it is no protection.
std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (unsigned char byte : text) hash = (hash ^ byte) * 1099511628211ULL;
  return hash;
}

std::string id_of(Application application, const fs::path& real_path) {
  const auto hash = fnv1a(std::string(name_of(application)) + '\n' + real_path.string());
  nssbridge::Bytes bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(hash >> shift));
  return nssbridge::to_hex(bytes);
}

std::vector<IniSection> read_ini(const fs::path& file) { return parse_ini(file_text(file, longest_ini).value_or("")); }

bool is_install(const std::string& section) { return section.starts_with("Install"); }

/// Paths of the profiles that installed applications start with: `[Install…]` of profiles.ini and the sections of
/// installs.ini, as written there.
std::set<std::string> install_defaults(const fs::path& folder, const std::vector<IniSection>& sections) {
  std::set<std::string> defaults;
  for (const auto& section : sections)
    if (is_install(section.name))
      if (auto path = section.get("Default")) defaults.insert(*path);
  for (const auto& section : read_ini(folder / "installs.ini"))
    if (auto path = section.get("Default")) defaults.insert(*path);
  return defaults;
}

std::optional<Profile> make_profile(const Place& place, const IniSection& section, const std::set<std::string>& defaults) {
  const auto written = section.get("Path");
  if (!written || written->empty()) return std::nullopt;
  const bool relative = section.get("IsRelative").value_or("0") == "1";
  std::error_code failed;
  const auto path = fs::canonical(relative ? place.folder / *written : fs::path(*written), failed);
  if (failed || !fs::is_directory(path, failed)) return std::nullopt;
  Profile profile;
  profile.application = place.application;
  profile.packaging = place.packaging;
  profile.path = path;
  profile.id = id_of(place.application, path);
  profile.name = section.get("Name").value_or(path.filename().string());
  profile.is_default = defaults.empty() ? section.get("Default").value_or("0") == "1" : defaults.contains(*written);
  profile.discovered = true;
  profile.format = nssbridge::files::format_of(path);
  return profile;
}

void discover_in(const Place& place, std::vector<Profile>& found, std::set<std::string>& known) {
  const auto sections = read_ini(place.folder / "profiles.ini");
  const auto defaults = install_defaults(place.folder, sections);
  for (const auto& section : sections) {
    if (!section.name.starts_with("Profile")) continue;
    auto profile = make_profile(place, section, defaults);
    if (profile && known.insert(profile->id).second) found.push_back(std::move(*profile));
  }
}

/// Thunderbird's prefs.js speaks of mail accounts, Firefox's never does; compatibility.ini names the application's folder.
Application application_of(const fs::path& folder) {
  for (const auto& section : read_ini(folder / "compatibility.ini")) {
    const auto place = section.get("LastAppDir").value_or("") + section.get("LastPlatformDir").value_or("");
    if (place.find("thunderbird") != std::string::npos) return Application::thunderbird;
    if (place.find("firefox") != std::string::npos) return Application::firefox;
  }
  const auto prefs = file_text(folder / "prefs.js", 64U << 20).value_or("");
  const bool mail = prefs.find("\"mail.accountmanager.") != std::string::npos ||
                    prefs.find("\"mail.identity.") != std::string::npos || fs::exists(folder / "Mail");
  return mail ? Application::thunderbird : Application::firefox;
}

bool has_sign_of_a_profile(const fs::path& folder) {
  return std::ranges::any_of(std::initializer_list<const char*>{"cert9.db", "key4.db", "prefs.js", "times.json",
                                                                "compatibility.ini", "cert8.db"},
                             [&](const char* name) {
                               std::error_code ignored;
                               return fs::exists(fs::symlink_status(folder / name, ignored));
                             });
}

}  // namespace

std::string_view name_of(Application application) {
  return application == Application::thunderbird ? "thunderbird" : "firefox";
}

std::string_view name_of(Packaging packaging) {
  return packaging == Packaging::snap ? "snap" : packaging == Packaging::flatpak ? "flatpak" : "native";
}

std::vector<Profile> discover() {
  const auto home = home_folder();
  std::vector<Profile> found;
  std::set<std::string> known;
  for (const auto& place : places(home, configuration_folder(home))) discover_in(place, found, known);
  std::ranges::stable_sort(found, [](const Profile& a, const Profile& b) {
    if (a.is_default != b.is_default) return a.is_default;
    return std::pair(a.application, a.name) < std::pair(b.application, b.name);
  });
  return found;
}

Profile at_path(const fs::path& folder) {
  std::error_code failed;
  const auto path = fs::canonical(folder, failed);
  if (failed || !fs::is_directory(path, failed) || !has_sign_of_a_profile(path))
    throw Error(Kind::profile_not_found, "There is no Firefox or Thunderbird profile at that place.")
        .with_fix({"List the profiles of this account.", "certferry profiles"});
  for (auto& profile : discover())
    if (profile.path == path) return profile;
  Profile profile;
  profile.application = application_of(path);
  profile.path = path;
  profile.id = id_of(profile.application, path);
  profile.name = path.filename().string();
  profile.format = nssbridge::files::format_of(path);
  return profile;
}

Profile find(std::string_view id_or_path, bool paths_allowed) {
  for (auto& profile : discover())
    if (profile.id == id_or_path) return profile;
  if (paths_allowed && !id_or_path.empty()) return at_path(fs::path(id_or_path));
  throw Error(Kind::profile_not_found, "There is no profile with that id.")
      .with_fix({"List the profiles of this account.", "certferry profiles"});
}

std::optional<std::string> last_version(const fs::path& profile) {
  for (const auto& section : read_ini(profile / "compatibility.ini"))
    if (auto version = section.get("LastVersion")) return version->substr(0, version->find('_'));
  return std::nullopt;
}

}  // namespace host::profiles
