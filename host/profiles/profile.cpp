// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/profile.hpp>

#include <host/profiles/compatibility.hpp>
#include <host/profiles/identifier.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace host::profiles {

using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;

namespace {

Error not_found(const char* message) {
  return Error(Kind::profile_not_found, message)
      .with_fix({"List the profiles of this account.", "certferry profiles"});
}

}  // namespace

bool has_sign_of_a_profile(const fs::path& folder) {
  constexpr std::array names{"cert9.db",   "key4.db",           "prefs.js",
                             "times.json", "compatibility.ini", "cert8.db"};
  return std::ranges::any_of(names, [&](const char* name) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(folder / name, ignored));
  });
}

Profile at_path(const fs::path& folder) {
  std::error_code failed;
  const auto path = fs::canonical(folder, failed);
  if (failed || !fs::is_directory(path, failed) || !has_sign_of_a_profile(path))
    throw not_found("There is no Firefox or Thunderbird profile at that place.");
  for (auto& profile : discover())
    if (profile.path == path) return profile;
  Profile profile;
  profile.application = application_of(path);
  profile.path = path;
  profile.id = identifier(profile.application, path);
  profile.name = path.filename().string();
  profile.format = nssbridge::files::format_of(path);
  return profile;
}

Profile find(std::string_view id_or_path, bool paths_allowed) {
  for (auto& profile : discover())
    if (profile.id == id_or_path) return profile;
  if (paths_allowed && !id_or_path.empty()) return at_path(fs::path(id_or_path));
  throw not_found("There is no profile with that id.");
}

std::optional<std::string> last_version(const fs::path& profile) {
  return read_compatibility(profile).version;
}

}  // namespace host::profiles
