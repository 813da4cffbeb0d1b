// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/profile.hpp>

#include <filesystem>
#include <string>

namespace host::profiles {

/// The id of a profile: 16 hexadecimal digits, the same on every run for the same application and real path.
std::string identifier(Application application, const std::filesystem::path& real_path);

}  // namespace host::profiles
