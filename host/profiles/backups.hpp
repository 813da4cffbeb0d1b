// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace host::profiles {

struct Backup {
  std::string name;      ///< folder name under certferry/backups: UTC time, e.g. "20261124T101500Z", "-2" if taken
  std::string time;      ///< RFC 3339
  std::string occasion;  ///< "migrate", "select", "restore", "import", "learn"
};

/// Newest first. A half-made backup (no `complete` marker) is not listed.
std::vector<Backup> list_backups(const std::filesystem::path& profile);

/// Copies cert9.db, key4.db (consistently, also while the application runs) and prefs.js into one 0700 folder in the
/// profile; files 0600. Then keeps the newest three, removes half-made ones and those whose password record differs
/// from the live key4.db (rule F3). Caller holds the WriteLock.
Backup make_backup(const std::filesystem::path& profile, const std::string& occasion);

/// Removes left-overs of killed runs: half-made backups, private copies, temporary files. Caller holds the WriteLock.
void remove_leftovers(const std::filesystem::path& profile);

/// What the files of a backup differ in from the live profile.
struct Differences {
  bool comparable = true;  ///< false: the present databases are damaged, and nothing is known of what they hold
  std::size_t certificates = 0, private_keys = 0;  ///< added since
  std::size_t trust = 0;                           ///< settings of trust that were added or changed since
  std::size_t returning_certificates = 0, returning_private_keys = 0;  ///< deleted since
  std::size_t identities = 0;  ///< whose choice of certificates, signing or encryption was changed since
  std::size_t settings = 0;    ///< others of the application that were changed since
  bool operator==(const Differences&) const = default;
};
/// Reads only.
Differences differences(const std::filesystem::path& profile, const Backup& backup);

/// The same in words for people, e.g. "2 certificates that were added since".
std::vector<std::string> losses(const std::filesystem::path& profile, const Backup& backup);

/// Throws Error(invalid_request) for a backup that there is not, or that an older primary password opens, and
/// Error(profile_unreadable) for one that is damaged: what `restore_backup` would say, before anything is done.
void require_restorable(const std::filesystem::path& profile, const std::string& name);

/// Puts a backup's files back, each atomically; the present state is backed up first (occasion "restore").
/// Caller holds WriteLock and ApplicationLock. Returns the backup of the present state.
Backup restore_backup(const std::filesystem::path& profile, const std::string& name);

}  // namespace host::profiles
