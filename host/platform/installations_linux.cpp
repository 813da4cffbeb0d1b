// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/file_facts.hpp>
#include <host/doctor/installations.hpp>

#include <algorithm>
#include <array>
#include <system_error>

namespace host::doctor {
namespace {

namespace fs = std::filesystem;

struct Place {
  const char* application;
  Package package;
  const char* folder;   ///< below the root, or below the home
  const char* program;  ///< where the program lies in it; null: the folder tells only that the person uses it
  const char* sandbox_id;
};

constexpr const char* in_snap_of_firefox = "usr/lib/firefox";
constexpr const char* in_snap_of_thunderbird = "usr/lib/thunderbird";

constexpr std::array system_places{
    Place{"firefox", Package::system, "usr/lib/firefox-esr", "", ""},
    Place{"firefox", Package::system, "usr/lib/firefox", "", ""},
    Place{"firefox", Package::system, "usr/lib64/firefox", "", ""},
    Place{"thunderbird", Package::system, "usr/lib/thunderbird", "", ""},
    Place{"thunderbird", Package::system, "usr/lib64/thunderbird", "", ""},
    Place{"firefox", Package::archive, "opt/firefox", "", ""},
    Place{"firefox", Package::archive, "opt/firefox-esr", "", ""},
    Place{"firefox", Package::archive, "usr/local/lib/firefox", "", ""},
    Place{"thunderbird", Package::archive, "opt/thunderbird", "", ""},
    Place{"thunderbird", Package::archive, "usr/local/lib/thunderbird", "", ""},
    Place{"firefox", Package::snap, "snap/firefox/current", in_snap_of_firefox, "snap.firefox"},
    Place{"thunderbird", Package::snap, "snap/thunderbird/current", in_snap_of_thunderbird,
          "snap.thunderbird"},
    Place{"firefox", Package::flatpak, "var/lib/flatpak/app/org.mozilla.firefox/current/active",
          "files/lib/firefox", "org.mozilla.firefox"},
    Place{"thunderbird", Package::flatpak, "var/lib/flatpak/app/org.mozilla.Thunderbird/current/active",
          "files/lib/thunderbird", "org.mozilla.Thunderbird"},
    Place{"thunderbird", Package::flatpak, "var/lib/flatpak/app/org.mozilla.thunderbird/current/active",
          "files/lib/thunderbird", "org.mozilla.thunderbird"},
};

constexpr std::array home_places{
    Place{"firefox", Package::archive, "firefox", "", ""},
    Place{"firefox", Package::archive, ".local/opt/firefox", "", ""},
    Place{"thunderbird", Package::archive, "thunderbird", "", ""},
    Place{"thunderbird", Package::archive, ".local/opt/thunderbird", "", ""},
    Place{"firefox", Package::flatpak, ".local/share/flatpak/app/org.mozilla.firefox/current/active",
          "files/lib/firefox", "org.mozilla.firefox"},
    Place{"thunderbird", Package::flatpak, ".local/share/flatpak/app/org.mozilla.Thunderbird/current/active",
          "files/lib/thunderbird", "org.mozilla.Thunderbird"},
    Place{"firefox", Package::snap, "snap/firefox/common", nullptr, "snap.firefox"},
    Place{"thunderbird", Package::snap, "snap/thunderbird/common", nullptr, "snap.thunderbird"},
    Place{"firefox", Package::flatpak, ".var/app/org.mozilla.firefox", nullptr, "org.mozilla.firefox"},
    Place{"thunderbird", Package::flatpak, ".var/app/org.mozilla.Thunderbird", nullptr,
          "org.mozilla.Thunderbird"},
    Place{"thunderbird", Package::flatpak, ".var/app/org.mozilla.thunderbird", nullptr,
          "org.mozilla.thunderbird"},
};

/// From application.ini, whose form is Mozilla's own: "Version=153.7.0" on a line of its own.
std::string version_in(const fs::path& program) {
  constexpr std::size_t largest = 64UL << 10;
  const std::string text = "\n" + bytes_of(program / "application.ini", largest).value_or("");
  constexpr std::string_view key = "\nVersion=";
  const std::size_t at = text.find(key);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + key.size();
  return text.substr(begin, text.find_first_not_of("0123456789.", begin) - begin);
}

void add(std::vector<Installation>& all, const Place& place, const fs::path& base) {
  const fs::path folder = base / place.folder;
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) return;
  const fs::path program = place.program != nullptr ? folder / place.program : fs::path();
  // A package that only leads to the snap leaves a folder without the program.
  const bool is_program = place.program != nullptr && (place.package == Package::snap ||
                                                       fs::exists(program / "application.ini", failed) ||
                                                       fs::exists(program / "omni.ja", failed));
  if (place.program != nullptr && !is_program) return;
  const auto same = [&](const Installation& other) {
    return !other.sandbox_id.empty() && other.sandbox_id == place.sandbox_id;
  };
  if (std::any_of(all.begin(), all.end(), same)) return;
  all.push_back({place.application, place.package, folder, is_program ? version_in(program) : std::string(),
                 place.sandbox_id});
}

}  // namespace

std::vector<Installation> find_installations(const fs::path& home, const fs::path& root) {
  std::vector<Installation> all;
  for (const Place& place : system_places) add(all, place, root);
  if (home.is_absolute())
    for (const Place& place : home_places) add(all, place, home);
  return all;
}

}  // namespace host::doctor
