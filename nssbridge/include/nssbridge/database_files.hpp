// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// What cert9.db and key4.db say to a reader that trusts nothing and does not need NSS: everything here goes
/// through SQLite, read-only, and must be over before NSS opens the same files in this process (closing any
/// descriptor of a file drops all POSIX locks that the process holds on it).
namespace nssbridge::files {

enum class Format { sql, dbm, none };
/// "sql" if cert9.db or key4.db is there, "dbm" if only cert8.db/key3.db are.
Format format_of(const std::filesystem::path& profile);

/// The password record of key4.db (metaData, id 'password').
struct PasswordRecord {
  std::size_t salt_length = 0;   ///< 20, or 48 where NSS 3.118 or later set a non-empty password
  unsigned iterations = 0;       ///< of the record itself; 1 with the empty password
  bool pbes2 = true;             ///< false: PKCS#12 SHA1-3DES of the key3 era
  /// True: the empty password does not open it, false: it does; nothing: cannot be told without NSS. Told from the form
  /// alone: NSS takes one round of PBKDF2 for the empty password and thousands for any other. SHA1-3DES has one round for
  /// both, so it stays open.
  std::optional<bool> protects;
};

struct State {
  Format format = Format::none;
  bool hot_journal = false;      ///< a -journal with a valid header: an interrupted write awaits recovery
  bool write_ahead_log = false;  ///< header says WAL: NSS must read a private copy
  std::optional<PasswordRecord> password;  ///< nothing: key4.db has no record yet
  bool modern_trust = false;     ///< CKO_TRUST rows (written by NSS 3.114 or later)
  /// CKA_IDs of private keys, readable without the password.
  std::set<Bytes> private_key_ids;
};

/// Checks both databases as rule F1 of SECURITY.md says (regular files, no link, not blocking; ordinary tables and
/// indexes only; values at most 16 MiB; a step limit) and reads the above.
/// Throws Error: profile_unreadable (damaged, not SQLite, forbidden schema), permission_denied (cannot be read),
/// profile_busy (locked by another process for over a second). With a hot journal or a write-ahead log in either
/// database only `format` and those two are filled: nothing can be read before recovery, or but in a private copy.
/// A database of 0 bytes counts as absent.
State inspect(const std::filesystem::path& profile);

/// Seen from outside, without SQLite: one of the databases may have to be read from a private copy.
bool may_need_copy(const std::filesystem::path& profile);

/// cert8.db and key3.db, as far as they are there, are regular files that can be read. Throws Error like `inspect`.
void inspect_legacy(const std::filesystem::path& profile);

/// Lets SQLite roll a hot journal back. Caller holds the write lock of the profile. Throws like `inspect`.
void recover(const std::filesystem::path& profile);

/// NSS before this one cannot open the database with its password: Error(nss_too_old) for `nss_version` "3.87.1".
void require_nss(const State& state, std::string_view nss_version);

/// What two states of the databases can be compared by.
struct Contents {
  std::set<Bytes> certificates;  ///< DER
  std::set<Bytes> private_keys;  ///< CKA_IDs
  std::set<Bytes> trust;         ///< all attributes of each trust record in one
};
/// Of a folder for which `inspect` told neither a hot journal nor a write-ahead log. Throws like `inspect`.
Contents contents_of(const std::filesystem::path& folder);

/// A consistent copy of one database, also while another process writes (SQLite backup API), mode 0600. Not on the disk before
/// `sync_files`.
void copy_database(const std::filesystem::path& from, const std::filesystem::path& to);

/// A private copy of cert9.db and key4.db with their journals, recovered and out of WAL mode, in a new folder of
/// mode 0700 under `parent`; for a source that must not be touched (hot journal, WAL). Removed with the object.
class PrivateCopy {
 public:
  PrivateCopy(const std::filesystem::path& profile, const std::filesystem::path& parent);
  ~PrivateCopy();
  PrivateCopy(PrivateCopy&&) noexcept;
  const std::filesystem::path& folder() const { return m_folder; }

  PrivateCopy& operator=(PrivateCopy&&) = delete;

 private:
  void remove() noexcept;
  std::filesystem::path m_folder;
  int m_lock = -1;  ///< on the folder: its owner lives
};

/// Removes the private copies under `parent` whose process was killed.
void remove_abandoned_copies(const std::filesystem::path& parent);

/// Copies the bytes of a regular file into a new one; not on the disk before `sync_files`. False, and nothing made, if
/// there is no source. Throws Error: permission_denied, profile_unreadable (a link, a folder, a pipe), io_failure.
bool copy_bytes(const std::filesystem::path& from, const std::filesystem::path& to, unsigned mode = 0600);
/// Waits until the contents of all these files are on the disk; together they take little longer than one.
void sync_files(const std::vector<std::filesystem::path>& files);
/// Waits until the names in a folder are on the disk.
void sync_folder(const std::filesystem::path& folder);

/// The salt and check value of the password record, to compare a backup with the live database; empty if none.
Bytes password_record_bytes(const std::filesystem::path& key_database);

}  // namespace nssbridge::files
