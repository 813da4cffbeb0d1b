// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/database_files.hpp>

#include <nssbridge/error.hpp>
#include <nssbridge/version.hpp>

#include "inspect.hpp"
#include "password_record.hpp"
#include "plain_file.hpp"
#include "schema.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>

namespace nssbridge::files {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_key_id = 64 << 10;

/// A 0-byte database is what an interrupted first start leaves behind: NSS makes a new one of it.
bool is_there(const fs::path& file) {
  struct stat info{};
  return ::lstat(file.c_str(), &info) == 0 && !(S_ISREG(info.st_mode) && info.st_size == 0);
}

struct Header {
  off_t size = 0;
  bool write_ahead_log = false;
};

Header read_header(const fs::path& file) {
  const auto descriptor = open_regular(file);
  struct stat info{};
  if (!descriptor.is_open() || ::fstat(descriptor.number(), &info) != 0) return {};
  // SQLite believes a header also where the file ends before it does; what is not there is zero.
  std::array<unsigned char, 100> bytes{};
  const bool read = ::pread(descriptor.number(), bytes.data(), bytes.size(), 0) > 0;
  return {info.st_size, read && (bytes[18] == 2 || bytes[19] == 2)};
}

/// SQLite opens these by itself and would wait for ever for the other end of a pipe.
void require_ordinary_side_files(const fs::path& file) {
  for (const char* ending : {"-journal", "-wal", "-shm"}) {
    struct stat info{};
    if (::lstat((file.string() + ending).c_str(), &info) == 0 && !S_ISREG(info.st_mode))
      throw Error(Kind::profile_unreadable, "Beside the profile's " + file.filename().string() + " lies something that is not "
                                            "an ordinary file. Remove what is named like it with \"-journal\" or \"-wal\" "
                                            "behind, then try again.");
  }
}

bool reading_would_write(const fs::path& file) {
  for (const char* ending : {"-journal", "-wal"})
    if (trace_of(file.string() + ending).exists) return true;
  try {
    return read_header(file).write_ahead_log;
  } catch (const Error&) {
    return false;  // what cannot be read is not copied either
  }
}

void read_trust(Database& database, State& state) {
  if (!database.has_table("nssPublic")) return;
  state.modern_trust = database.query("SELECT 1 FROM nssPublic WHERE a0=x'0000000B' LIMIT 1").step();
}

void read_keys(Database& database, State& state) {
  state.password = read_password_record(database);
  if (!database.has_table("nssPrivate")) return;
  auto rows = database.query("SELECT a102 FROM nssPrivate WHERE a0=x'00000003'");
  while (rows.step()) {
    const auto id = rows.blob(0);
    if (id.size() > longest_key_id) database.fail(SQLITE_CORRUPT);
    state.private_key_ids.emplace(id.begin(), id.end());
  }
}

void inspect_one(const fs::path& file, State& state, void (*read)(Database&, State&)) {
  const auto reading = read_checked(file, [&](Database& database) { read(database, state); });
  state.write_ahead_log = state.write_ahead_log || reading == Reading::write_ahead_log;
  state.hot_journal = state.hot_journal || reading == Reading::hot_journal;
}

}  // namespace

Reading read_checked(const fs::path& file, const std::function<void(Database&)>& read) {
  if (!is_there(file)) return Reading::absent;
  const auto header = read_header(file);
  require_ordinary_side_files(file);
  if (header.size == 0) return Reading::absent;
  // Even a reader of a database in this mode makes files beside it.
  if (header.write_ahead_log || trace_of(file.string() + "-wal").exists) return Reading::write_ahead_log;
  Database database(file, Database::Access::read);
  if (!database.begin_reading()) return Reading::hot_journal;
  require_plain_schema(database);
  if (header.size > largest_value) require_small_values(database);
  read(database);
  return Reading::done;
}

void require_enterable(const fs::path& profile) {
  if (::access(profile.c_str(), X_OK) == 0 || errno != EACCES) return;
  throw Error(Kind::permission_denied, "The profile folder cannot be entered with your rights. Run the command as the user "
                                       "whose profile it is.");
}

Format format_of(const fs::path& profile) {
  if (is_there(profile / "cert9.db") || is_there(profile / "key4.db")) return Format::sql;
  if (is_there(profile / "cert8.db") || is_there(profile / "key3.db")) return Format::dbm;
  return Format::none;
}

bool may_need_copy(const fs::path& profile) {
  return reading_would_write(profile / "cert9.db") || reading_would_write(profile / "key4.db");
}

State inspect(const fs::path& profile) {
  require_enterable(profile);
  State state;
  state.format = format_of(profile);
  if (state.format != Format::sql) return state;
  inspect_one(profile / "cert9.db", state, read_trust);
  inspect_one(profile / "key4.db", state, read_keys);
  if (!state.hot_journal && !state.write_ahead_log) return state;
  State unread;
  unread.format = state.format;
  unread.hot_journal = state.hot_journal;
  unread.write_ahead_log = state.write_ahead_log;
  return unread;
}

void inspect_legacy(const fs::path& profile) {
  require_enterable(profile);
  for (const char* name : {"cert8.db", "key3.db", "secmod.db"}) open_regular(profile / name);
}

void require_nss(const State& state, std::string_view nss_version) {
  if (!state.password || state.password->salt_length <= 20 || !older(nss_version, "3.118")) return;
  throw Error(Kind::nss_too_old, "The primary password of this profile was set by a newer version of the NSS library than the "
                                 "one that Certferry found, which cannot open it.")
      .with_fix({"Install a current Firefox or Thunderbird (144 or later) on this computer, or version 3.118 or later of the "
                 "package libnss3; Certferry then uses the library that comes with it.",
                 std::nullopt});
}

}  // namespace nssbridge::files
