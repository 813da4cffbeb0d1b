// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/confinement/file_rules.hpp>

#include <filesystem>
#include <optional>
#include <vector>

namespace host::worker {

/// Folders that files of this user's applications name: they decide what a worker may open later.
struct KnownFolders {
  std::vector<std::filesystem::path> profiles;  ///< real paths
  std::vector<std::filesystem::path>
      installations;  ///< where the applications that ran in them lie; real paths
};

/// The profiles right below the places of profiles, found without reading a file's contents; nothing if a
/// file there may name a folder elsewhere, or a link leads there. Quick: most people have no such.
std::optional<std::vector<std::filesystem::path>> profiles_in_plain_places();

/// Reads profiles.ini and compatibility.ini in a child process that may open nothing but what `rules` say.
/// What it hands over is believed only where the folder looks like what it is said to be, and never for a
/// folder around the person's home. A child that fails leaves nothing.
KnownFolders find_known_folders(const confinement::FileRules& rules);

}  // namespace host::worker
