// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/backups.hpp>

#include <array>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// The folders and markers of backups; what backups.hpp offers is made of these.
namespace host::profiles::backup_store {

inline constexpr std::array<const char*, 2> databases{"cert9.db", "key4.db"};
inline constexpr std::array<const char*, 3> kept_files{"cert9.db", "key4.db", "prefs.js"};
/// Ends the name of a file that is about to replace the one it is named after.
inline constexpr const char* new_file_ending = ".certferry-new";

/// A complete backup.
struct Entry {
  Backup backup;
  std::filesystem::path folder;
  /// Those of `kept_files` that the profile had; nothing if the marker does not say.
  std::optional<std::set<std::string>> files;
};

/// `PROFILE/certferry/backups`, which need not exist.
std::filesystem::path folder_of(const std::filesystem::path& profile);

/// Newest first.
std::vector<Entry> entries(const std::filesystem::path& profile);
/// Backups without a marker, whose maker or remover was killed.
std::vector<std::filesystem::path> half_made(const std::filesystem::path& profile);

/// What stands behind the name of the next backup of that second ("20261124T101500Z"). Never one that was used while an
/// older of that second is still there: the newest would look like the oldest.
unsigned next_number(const std::filesystem::path& profile, const std::string& second);

/// make_backup that keeps `spared` besides the newest.
Backup make(const std::filesystem::path& profile, const std::string& occasion, const std::string& spared);

/// The primary password was changed since: the copy still opens with the old one, or with none.
bool is_stale(const std::filesystem::path& profile, const Entry& entry);

/// Marker first, so that one removed by half is not taken for complete.
void remove_backup(const std::filesystem::path& folder);

}  // namespace host::profiles::backup_store
