// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace host::doctor {

enum class Package { system, archive, snap, flatpak };

/// An application as it was installed, or where that cannot be seen, as a person uses it.
struct Installation {
  std::string application;  ///< "firefox", "thunderbird"
  Package package;
  std::filesystem::path folder;  ///< the program's, or the person's data
  std::string version;           ///< "153.7.0"; empty if unknown
  std::string sandbox_id;        ///< how the portal calls it; empty for what is in no sandbox
};

/// All of them on this system, `root` being "/" but in tests.
std::vector<Installation> find_installations(const std::filesystem::path& home,
                                             const std::filesystem::path& root);

}  // namespace host::doctor
