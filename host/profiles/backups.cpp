// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/backup_store.hpp>

#include <host/profiles/locks.hpp>
#include <host/profiles/place_for_copies.hpp>
#include <nssbridge/database_files.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>

namespace host::profiles {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;
namespace files = nssbridge::files;

namespace backup_store {
namespace {

constexpr std::size_t most_backups = 3;

[[noreturn]] void throw_not_made() {
  throw Error(Kind::io_failure, "The backup could not be made, so nothing was changed. Check that the disk is not full and the "
                                "profile folder writable, then try again.");
}

void make_own_folder(const fs::path& folder) {
  struct stat info{};
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) throw_not_made();
  if (::lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != ::geteuid() || (info.st_mode & 077) != 0)
    throw Error(Kind::permission_denied, "The folder \"certferry/backups\" in the profile is a link, belongs to somebody else, or "
                                         "is open to others. Rename it, then try again.");
}

/// "20261124T101500Z" of "2026-11-24T10:15:00Z".
std::string name_for(const std::string& time) {
  std::string name = time;
  std::erase_if(name, [](char c) { return c == '-' || c == ':'; });
  return name;
}

fs::path make_new_folder(const fs::path& profile, const fs::path& parent, const std::string& time) {
  const auto name = name_for(time);
  for (unsigned number = backup_store::next_number(profile, name); number > 0 && number < 10'000; ++number) {
    const auto folder = parent / (number == 1 ? name : name + "-" + std::to_string(number));
    if (::mkdir(folder.c_str(), 0700) == 0) return folder;
    if (errno != EEXIST) break;
  }
  throw_not_made();
}

bool has_bytes(const fs::path& file) {
  struct stat info{};
  return ::stat(file.c_str(), &info) == 0 && info.st_size > 0;
}

/// Where the databases are copied from.
struct Source {
  fs::path folder;
  std::optional<files::PrivateCopy> copy;  ///< if SQLite would change the originals to read them
  bool damaged = false;
};

Source source_for(const fs::path& profile) {
  try {
    const auto state = files::inspect(profile);
    if (!state.hot_journal && !state.write_ahead_log) return {profile, std::nullopt};
    files::PrivateCopy copy(profile, own_folder(profile));
    return {copy.folder(), std::move(copy)};
  } catch (const Error& error) {
    if (error.kind() != Kind::profile_unreadable) throw;
    return {profile, std::nullopt, true};
  }
}

/// What cannot be read as a database is kept as it is: the person may be about to replace it.
void copy_one_database(const fs::path& from, const fs::path& to, bool damaged) {
  try {
    files::copy_database(from, to);
  } catch (const Error& error) {
    if (!damaged || error.kind() == Kind::permission_denied) throw;
    ::unlink(to.c_str());
    files::copy_bytes(from, to);
  }
}

std::vector<fs::path> in_folder(const fs::path& folder, const std::vector<std::string>& names) {
  std::vector<fs::path> paths;
  for (const auto& name : names) paths.push_back(folder / name);
  return paths;
}

std::vector<std::string> copy_files(const fs::path& profile, const fs::path& folder) {
  std::vector<std::string> copied;
  const auto source = source_for(profile);
  for (const char* name : databases) {
    const auto from = source.folder / name;
    if (!has_bytes(from)) continue;
    copy_one_database(from, folder / name, source.damaged);
    copied.emplace_back(name);
  }
  if (files::copy_bytes(profile / "prefs.js", folder / "prefs.js")) copied.emplace_back("prefs.js");
  files::sync_files(in_folder(folder, copied));
  return copied;
}

/// What a crash makes of it is no JSON, so the backup is complete only once this is on the disk, after all the rest.
void write_marker(const fs::path& folder, const json& marker) {
  const auto temporary = folder / "complete.new";
  const auto text = marker.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) throw_not_made();
  const bool written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::rename(temporary.c_str(), (folder / "complete").c_str()) == 0 && ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!written) throw_not_made();
}

void keep_newest(const fs::path& profile, const std::string& fresh, const std::string& spared) {
  std::size_t kept = 1;
  for (const auto& entry : entries(profile)) {
    if (entry.backup.name == fresh || entry.backup.name == spared) continue;
    if (is_stale(profile, entry) || ++kept > most_backups) remove_backup(entry.folder);
  }
}

void remove_half_made(const fs::path& profile) {
  for (const auto& folder : half_made(profile)) remove_backup(folder);
}

std::string now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return nssbridge::to_rfc3339(std::chrono::duration_cast<std::chrono::seconds>(since).count());
}

}  // namespace

Backup make(const fs::path& profile, const std::string& occasion, const std::string& spared) {
  const auto parent = own_folder(profile) / "backups";
  make_own_folder(parent);
  remove_half_made(profile);
  const auto time = now();
  const auto folder = make_new_folder(profile, parent, time);
  try {
    const auto copied = copy_files(profile, folder);
    write_marker(folder, {{"time", time}, {"occasion", occasion}, {"files", copied}});
    files::sync_folder(folder);
    files::sync_folder(parent);
  } catch (...) {
    remove_backup(folder);
    throw;
  }
  keep_newest(profile, folder.filename().string(), spared);
  return {folder.filename().string(), time, occasion};
}

}  // namespace backup_store

namespace {

/// Records of ours that were about to replace another (pending/ID.json.new).
void remove_new_records(const fs::path& folder) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed))
    if (entry.path().extension() == ".new") ::unlink(entry.path().c_str());
}

}  // namespace

std::vector<Backup> list_backups(const fs::path& profile) {
  std::vector<Backup> list;
  for (auto& entry : backup_store::entries(profile)) list.push_back(std::move(entry.backup));
  return list;
}

Backup make_backup(const fs::path& profile, const std::string& occasion) { return backup_store::make(profile, occasion, {}); }

void remove_leftovers(const fs::path& profile) {
  const auto own = own_folder(profile);
  backup_store::remove_half_made(profile);
  for (const auto& entry : backup_store::entries(profile))
    if (backup_store::is_stale(profile, entry)) backup_store::remove_backup(entry.folder);
  files::remove_abandoned_copies(own);
  if (const auto place = runtime_place_for_copies()) files::remove_abandoned_copies(*place);
  for (const char* name : backup_store::kept_files)
    ::unlink((profile / (name + std::string(backup_store::new_file_ending))).c_str());
  for (const char* records : {"pending", "dropped", "undo"}) remove_new_records(own / records);
}

}  // namespace host::profiles
