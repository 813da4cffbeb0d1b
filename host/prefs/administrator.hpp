// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/prefs/places.hpp>

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace host::prefs {

/// Which of an administrator's files decides the preference, whatever prefs.js says: a policy that locks,
/// sets or clears it at each start, a default that is locked, or an autoconfig script that calls lockPref,
/// pref or clearPref with its name (a name that the script computes is not seen).
std::optional<std::filesystem::path> decided_by_administrator(const AdministratorFiles& files,
                                                              std::string_view name);

/// Of the installation that the profile ran in last, else of those that may run in it.
std::vector<AdministratorFiles> administrator_files_for(const std::filesystem::path& profile);

}  // namespace host::prefs
