// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <optional>

namespace host::profiles {

/// Where private copies of a profile's databases lie while they are read (rule F3): `certferry/copies` below
/// $XDG_RUNTIME_DIR where that is this user's alone, else the profile's own folder. Made if missing, mode
/// 0700. Throws Error(permission_denied) if it is somebody else's.
std::filesystem::path place_for_copies(const std::filesystem::path& profile);

/// The one below $XDG_RUNTIME_DIR, whether it exists or not; nothing where that is not this user's alone.
std::optional<std::filesystem::path> runtime_place_for_copies();

}  // namespace host::profiles
