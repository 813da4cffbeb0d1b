// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <sys/types.h>
#include <filesystem>
#include <optional>

namespace host::front {

/// What lies under a path.
struct FolderFacts {
  bool is_folder = false;      ///< itself: a link is none
  uid_t owner = 0;
  gid_t group = 0;
  std::filesystem::path real;  ///< without links; empty where it does not exist
};

/// A folder may lie on a server that does not answer, and whoever looks at it then waits for ever. So a process of its own looks, and
/// is left alone after ten seconds: nothing. To be called before there are threads.
std::optional<FolderFacts> ask_about_folder(const std::filesystem::path& folder);

}  // namespace host::front
