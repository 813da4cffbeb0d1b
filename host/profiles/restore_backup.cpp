// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/backup_store.hpp>

#include <nssbridge/database_files.hpp>
#include <nssbridge/error.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace host::profiles {

using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;
namespace files = nssbridge::files;

namespace {

[[noreturn]] void throw_not_restored() {
  throw Error(Kind::io_failure, "Not all files of the backup could be put back. The state before is in the newest backup; check "
                                "that the disk is not full and the profile folder writable, then restore again.");
}

backup_store::Entry entry_named(const fs::path& profile, const std::string& name) {
  const auto all = backup_store::entries(profile);
  const auto found = std::ranges::find_if(all, [&](const auto& entry) { return entry.backup.name == name; });
  if (found == all.end()) throw Error(Kind::invalid_request, "The profile has no backup of that name.");
  return *found;
}

void refuse_stale(const fs::path& profile, const backup_store::Entry& entry) {
  if (!backup_store::is_stale(profile, entry)) return;
  throw Error(Kind::invalid_request, "The primary password of the profile was changed after this backup was made. The backup opens "
                                     "without the present password, so it is not restored, and is removed with the next change.");
}

bool is_whole(const backup_store::Entry& entry) {
  for (const char* name : backup_store::kept_files)
    if (entry.files && entry.files->contains(name) && ::access((entry.folder / name).c_str(), F_OK) != 0) return false;
  try {
    const auto state = files::inspect(entry.folder);
    return !state.hot_journal && !state.write_ahead_log;
  } catch (const Error& error) {
    if (error.kind() != Kind::profile_unreadable) throw;
    return false;
  }
}

void require_whole(const backup_store::Entry& entry) {
  if (is_whole(entry)) return;
  throw Error(Kind::profile_unreadable, "Files of this backup are damaged or missing, so nothing was changed. Restore another "
                                        "backup.");
}

backup_store::Entry restorable(const fs::path& profile, const std::string& name) {
  auto entry = entry_named(profile, name);
  refuse_stale(profile, entry);
  require_whole(entry);
  return entry;
}

/// A journal of the present database must never meet the restored one: SQLite would write old pages into it.
void settle_journals(const fs::path& profile) {
  try {
    files::recover(profile);
  } catch (const Error& error) {
    // A damaged database cannot be settled. It is in the safety backup, and is replaced now.
    if (error.kind() != Kind::profile_unreadable) throw;
  }
  for (const char* name : backup_store::databases)
    for (const char* ending : {"-journal", "-wal", "-shm"}) ::unlink((profile / (name + std::string(ending))).c_str());
}

fs::path new_file_of(const fs::path& file) { return file.string() + backup_store::new_file_ending; }

mode_t mode_of(const fs::path& file) {
  struct stat info{};
  return ::lstat(file.c_str(), &info) == 0 && S_ISREG(info.st_mode) ? info.st_mode & 0777 : 0600;
}

/// Lays the files of the backup beside those that they replace, and gives their names.
std::vector<const char*> lay_ready(const backup_store::Entry& entry, const fs::path& profile) {
  std::vector<const char*> names;
  std::vector<fs::path> copies;
  for (const char* name : backup_store::kept_files) {
    const auto copy = new_file_of(profile / name);
    ::unlink(copy.c_str());
    if (!files::copy_bytes(entry.folder / name, copy, mode_of(profile / name))) continue;
    names.push_back(name);
    copies.push_back(copy);
  }
  files::sync_files(copies);
  return names;
}

/// The profile had none when the backup was made, which an old or foreign marker may not say.
void remove_what_was_not_there(const backup_store::Entry& entry, const fs::path& profile) {
  if (!entry.files) return;
  for (const char* name : backup_store::kept_files)
    if (!entry.files->contains(name) && ::unlink((profile / name).c_str()) != 0 && errno != ENOENT) throw_not_restored();
}

void put_back(const backup_store::Entry& entry, const fs::path& profile) {
  const auto names = lay_ready(entry, profile);
  settle_journals(profile);
  for (const char* name : names)
    if (::rename(new_file_of(profile / name).c_str(), (profile / name).c_str()) != 0) throw_not_restored();
  remove_what_was_not_there(entry, profile);
  files::sync_folder(profile);
}

}  // namespace

void require_restorable(const fs::path& profile, const std::string& name) { restorable(profile, name); }

Backup restore_backup(const fs::path& profile, const std::string& name) {
  const auto entry = restorable(profile, name);
  remove_leftovers(profile);
  auto safety = backup_store::make(profile, "restore", name);
  put_back(entry, profile);
  return safety;
}

}  // namespace host::profiles
