// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <vector>

namespace host::prefs {

/// Where one installation of an application finds what an administrator decides.
struct AdministratorFiles {
  std::vector<std::filesystem::path> policies;         ///< policies.json: the first that exists counts
  std::vector<std::filesystem::path> default_folders;  ///< each *.js in them
  std::vector<std::filesystem::path> script_folders;   ///< the autoconfig file: the first that exists counts
  /// Where the policy "Certificates" looks for files that it names without a folder.
  std::vector<std::filesystem::path> certificate_folders{};
};

enum class Program { firefox, thunderbird };

AdministratorFiles administrator_files(Program program, const std::filesystem::path& installation);
/// Where the program may be installed on this system.
std::vector<std::filesystem::path> usual_installations(Program program);

}  // namespace host::prefs
