// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/database_files.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host::profiles {

enum class Application { firefox, thunderbird };
enum class Packaging { native, snap, flatpak };

std::string_view name_of(Application application);  ///< "firefox", "thunderbird"
std::string_view name_of(Packaging packaging);

struct Profile {
  std::string id;            ///< opaque and stable: from application and real path
  Application application{};
  std::string name;          ///< as profiles.ini says, else the folder's name
  std::filesystem::path path;
  bool is_default = false;   ///< the one that the installed application starts with
  bool discovered = false;   ///< found through a profiles.ini of this user (rule C3), not by a path
  Packaging packaging{};
  nssbridge::files::Format format{};
};

/// All profiles of the effective user, from every place that Firefox and Thunderbird use (classic, XDG since
/// Firefox 147, Debian, snap, flatpak). Broken or missing files of one place never hide another place.
/// Profiles whose folder does not exist are left out. Ordered: defaults first, then by application and name.
std::vector<Profile> discover();

/// A folder named on the command line; the same value as `discover` gives if it is among those.
/// The application is told from what lies in it (compatibility.ini, prefs.js). Throws Error(profile_not_found).
Profile at_path(const std::filesystem::path& folder);

/// Something lies in it that an application makes in its profiles.
bool has_sign_of_a_profile(const std::filesystem::path& folder);

/// By id, or on the command line by path. Throws Error(profile_not_found).
Profile find(std::string_view id_or_path, bool paths_allowed);

/// An application holds the POSIX write lock on `.parentlock` (the mere file says nothing).
/// A process that holds the lock itself must not ask: closing the descriptor here would drop it.
bool running(const std::filesystem::path& profile);

/// The version that last ran in the profile, from compatibility.ini ("153.7.0"); nothing if unknown.
std::optional<std::string> last_version(const std::filesystem::path& profile);

/// The process `pid` and those above it, up to where /proc hides them.
std::vector<int> ancestry(int pid);

/// The profile's application holds `.parentlock` in an ancestor of process `pid`; nothing where /proc hides it.
std::optional<bool> is_caller(const std::filesystem::path& profile, int pid);

}  // namespace host::profiles
