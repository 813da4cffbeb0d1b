// SPDX-License-Identifier: MPL-2.0
#include "backup_profile.hpp"

#include <host/profiles/backups.hpp>
#include <host/profiles/locks.hpp>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

namespace tests {

namespace fs = std::filesystem;

BackupProfile::BackupProfile(const std::string& password) : NssProfile(password) {
  preferences("user_pref(\"mail.identity.id1.signing_cert_name\", \"one\");\n");
  host::profiles::own_folder(folder());
}

void BackupProfile::make_backups_folder() const {
  ::mkdir((own() / "backups").c_str(), 0700);
}

void BackupProfile::preferences(const std::string& text) const { write_file(folder() / "prefs.js", text); }

void BackupProfile::change_password(const std::string& to) const {
  const auto new_password = folder().parent_path() / "new-password";
  write_file(new_password, to + "\n");
  run({"certutil", "-W", "-d", "sql:" + folder().string(), "-f", (folder().parent_path() / "password").string(), "-@",
       new_password.string()});
}

std::vector<std::string> BackupProfile::names() const {
  std::vector<std::string> names;
  for (const auto& each : host::profiles::list_backups(folder())) names.push_back(each.name);
  return names;
}

void write_file(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

unsigned mode_of(const fs::path& path) {
  struct stat info{};
  REQUIRE(::lstat(path.c_str(), &info) == 0);
  return info.st_mode & 0777;
}

std::vector<std::string> paths_below(const fs::path& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    paths.push_back(entry.path().lexically_relative(folder).string());
  std::ranges::sort(paths);
  return paths;
}

}  // namespace tests
