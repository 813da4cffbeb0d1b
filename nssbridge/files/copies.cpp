// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/database_files.hpp>

#include <nssbridge/error.hpp>

#include "database.hpp"
#include "plain_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>

namespace nssbridge::files {

namespace fs = std::filesystem;

namespace {

constexpr std::array<const char*, 2> databases{"cert9.db", "key4.db"};
constexpr std::array<const char*, 3> parts{"", "-journal", "-wal"};
constexpr const char* copy_prefix = "certferry-copy-";

[[noreturn]] void throw_not_made() {
  throw Error(Kind::io_failure, "No private copy of the profile's databases could be made. Check that the disk is not full, "
                                "then try again.");
}

/// SQLite deletes the file that the end of a journal names, once no journal names it back; NSS never writes one.
void refuse_named_journal(const fs::path& file) {
  constexpr std::array<unsigned char, 8> magic{0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
  const auto journal = open_regular(file.string() + "-journal");
  struct stat info{};
  if (!journal.is_open() || ::fstat(journal.number(), &info) != 0 || info.st_size < 16) return;
  std::array<unsigned char, 8> end{};
  if (::pread(journal.number(), end.data(), end.size(), info.st_size - 8) == 8 && end == magic && info.st_size > 512)
    throw Error(Kind::profile_unreadable, "The interrupted write to the profile's " + file.filename().string() + " spans other "
                                          "files, which no certificate database does. Restore it from a backup.");
}

void roll_back(const fs::path& file) {
  if (trace_of(file).size == 0 || !open_regular(file).is_open()) return;
  refuse_named_journal(file);
  Database(file, Database::Access::write).run("SELECT count(*) FROM sqlite_master");
}

/// Also takes it out of write-ahead mode, in which even readers write.
void settle(const fs::path& file) {
  if (trace_of(file).size == 0) return;
  refuse_named_journal(file);
  Database database(file, Database::Access::write);
  database.run("PRAGMA synchronous=OFF");
  database.run("PRAGMA journal_mode=DELETE");
  database.run("SELECT count(*) FROM sqlite_master");
}

using Traces = std::array<Trace, parts.size()>;

Traces traces_of(const fs::path& file) {
  Traces traces;
  for (std::size_t i = 0; i < parts.size(); ++i) traces[i] = trace_of(file.string() + parts[i]);
  return traces;
}

/// Database and journals of one moment: copied again until nothing moved meanwhile.
void copy_settled(const fs::path& from, const fs::path& to) {
  for (int attempt = 0; attempt < 10; ++attempt) {
    const auto before = traces_of(from);
    for (const char* part : parts) {
      const fs::path target = to.string() + part;
      ::unlink(target.c_str());
      copy_bytes(from.string() + part, target);
    }
    if (traces_of(from) == before) return;
    ::usleep(100'000);
  }
  throw Error(Kind::profile_busy, "Another program keeps writing to the profile's databases. Close it, then try again.")
      .retriable();
}

/// A new folder, and a lock on it that says that its owner lives.
Descriptor make_folder(const fs::path& parent, fs::path& folder) {
  for (int attempt = 0; attempt < 10; ++attempt) {
    std::string name = (parent / (std::string(copy_prefix) + "XXXXXX")).string();
    if (::mkdtemp(name.data()) == nullptr) throw_not_made();
    Descriptor lock(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    // Somebody who tidies up may have come between.
    if (!lock.is_open() || ::flock(lock.number(), LOCK_EX | LOCK_NB) != 0 || !trace_of(name).exists) continue;
    folder = name;
    return lock;
  }
  throw_not_made();
}

void make_file(const fs::path& file) {
  const Descriptor descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!descriptor.is_open()) throw_not_made();
}

void copy_pages(Database& source, Database& target) {
  sqlite3_backup* backup = sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
  if (backup == nullptr) target.fail(sqlite3_extended_errcode(target.handle()));
  const int result = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  if (result != SQLITE_DONE) source.fail(result);
}

}  // namespace

void recover(const fs::path& profile) {
  for (const char* name : databases) roll_back(profile / name);
}

void copy_database(const fs::path& from, const fs::path& to) {
  if (!open_regular(from).is_open())
    throw Error(Kind::profile_unreadable, "The profile's " + from.filename().string() + " is not there any more. Try again.");
  Database source(from, Database::Access::read);
  if (!source.begin_reading())
    throw Error(Kind::profile_busy, "A write to the profile's " + from.filename().string() + " was interrupted. Start the "
                                    "application once, or run the command again.")
        .retriable();
  make_file(to);
  Database target(to, Database::Access::write);
  // One sync at the end is all that a new file needs: until then nobody relies on it.
  target.run("PRAGMA journal_mode=MEMORY");
  target.run("PRAGMA synchronous=OFF");
  copy_pages(source, target);
}

PrivateCopy::PrivateCopy(const fs::path& profile, const fs::path& parent) {
  m_lock = make_folder(parent, m_folder).release();
  try {
    for (const char* name : databases) {
      copy_settled(profile / name, m_folder / name);
      settle(m_folder / name);
    }
  } catch (...) {
    remove();
    throw;
  }
}

PrivateCopy::~PrivateCopy() { remove(); }

PrivateCopy::PrivateCopy(PrivateCopy&& other) noexcept
    : m_folder(std::exchange(other.m_folder, {})), m_lock(std::exchange(other.m_lock, -1)) {}

void PrivateCopy::remove() noexcept {
  std::error_code ignored;
  if (!m_folder.empty()) fs::remove_all(m_folder, ignored);
  if (m_lock >= 0) ::close(m_lock);
  m_folder.clear();
  m_lock = -1;
}

void remove_abandoned_copies(const fs::path& parent) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(parent, failed)) {
    if (!entry.path().filename().string().starts_with(copy_prefix)) continue;
    const Descriptor lock(::open(entry.path().c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!lock.is_open() || ::flock(lock.number(), LOCK_EX | LOCK_NB) != 0) continue;
    fs::remove_all(entry.path(), failed);
  }
}

}  // namespace nssbridge::files
