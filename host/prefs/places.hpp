// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <vector>

namespace host::prefs {

/// Where Thunderbird looks for enterprise policies on this system.
std::vector<std::filesystem::path> policy_files();
/// Where Thunderbird may be installed on this system, for its autoconfig.
std::vector<std::filesystem::path> application_folders();

}  // namespace host::prefs
