// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "support/nss_fixtures.hpp"

namespace tests {

/// A profile with real databases, a prefs.js and the folder "certferry".
struct BackupProfile : NssProfile {
  explicit BackupProfile(const std::string& password = {});

  std::filesystem::path own() const { return folder() / "certferry"; }
  std::filesystem::path backup(const std::string& name) const { return own() / "backups" / name; }
  /// Before a test puts backups of its own there.
  void make_backups_folder() const;
  void preferences(const std::string& text) const;
  std::string preferences() const { return file_bytes(folder() / "prefs.js"); }
  void change_password(const std::string& to) const;
  std::vector<std::string> names() const;
};

void write_file(const std::filesystem::path& file, const std::string& bytes);
unsigned mode_of(const std::filesystem::path& path);
/// Every path below a folder, relative to it, sorted.
std::vector<std::string> paths_below(const std::filesystem::path& folder);

}  // namespace tests
