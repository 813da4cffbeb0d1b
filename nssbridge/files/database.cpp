// SPDX-License-Identifier: MPL-2.0
#include "database.hpp"

#include <nssbridge/error.hpp>

namespace nssbridge::files {

namespace fs = std::filesystem;

namespace {

constexpr int steps_between_calls = 10'000;
/// Fifty million steps of SQLite's machine: hundreds of times what the largest stores of today take.
constexpr long most_calls = 5'000;

[[noreturn]] void throw_for(int result, const std::string& name) {
  switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(Kind::profile_busy, "Another program is writing to the profile's " + name + ". Wait until it has finished, "
                                      "then try again.")
          .retriable();
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      throw Error(Kind::permission_denied, "The profile's " + name + " cannot be used with your rights. Run the command as the "
                                           "user whose profile it is.");
    case SQLITE_IOERR:
      throw Error(Kind::io_failure, "The disk failed while the profile's " + name + " was read or copied. Check the disk, then "
                                    "try again.");
    case SQLITE_FULL:
      throw Error(Kind::io_failure, "The disk is full. Free some space, then try again.");
    case SQLITE_NOMEM:
      throw Error(Kind::io_failure, "There is not enough memory to read the profile's " + name + ". Close some programs, then "
                                    "try again.");
    default:
      throw Error(Kind::profile_unreadable, "The profile's " + name + " is damaged, or not a database of certificates. Restore "
                                            "it from a backup; `certferry restore --list` shows those made by Certferry.");
  }
}

int count_steps(void* counter) {
  return ++*static_cast<long*>(counter) > most_calls ? 1 : 0;
}

/// SQLite's own waiting sleeps ever longer, and so seldom meets the gaps that a busy writer leaves.
int wait_a_little(void*, int already_waited) {
  constexpr int milliseconds = 2, patience = 1000;
  if (already_waited * milliseconds >= patience) return 0;
  sqlite3_sleep(milliseconds);
  return 1;
}

/// SQLite refuses a link anywhere in the path, and a home folder may well lie behind one: only the file's own name must
/// not be a link.
fs::path real_path(const fs::path& file) {
  std::error_code failed;
  const auto folder = fs::canonical(file.has_parent_path() ? file.parent_path() : fs::path("."), failed);
  return failed ? file : folder / file.filename();
}

}  // namespace

Statement::Statement(sqlite3* database, const std::string& name, const std::string& sql)
    : m_database(database), m_name(name), m_statement(nullptr, sqlite3_finalize) {
  sqlite3_stmt* statement = nullptr;
  const int result = sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr);
  m_statement.reset(statement);
  if (result != SQLITE_OK) throw_for(result, m_name);
}

bool Statement::step() {
  const int result = sqlite3_step(m_statement.get());
  if (result != SQLITE_ROW && result != SQLITE_DONE) throw_for(sqlite3_extended_errcode(m_database), m_name);
  return result == SQLITE_ROW;
}

BytesView Statement::blob(int column) {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_statement.get(), column));
  return {bytes, bytes ? static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column)) : 0};
}

std::string_view Statement::text(int column) {
  const auto bytes = blob(column);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Database::Database(const fs::path& file, Access access)
    : m_name(file.filename().string()), m_database(nullptr, sqlite3_close) {
  const int rights = access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  sqlite3* database = nullptr;
  const int result = sqlite3_open_v2(real_path(file).c_str(), &database,
                                     rights | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX, nullptr);
  m_database.reset(database);
  if (result != SQLITE_OK) throw_for(result, m_name);
  sqlite3_extended_result_codes(database, 1);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, largest_value);
  sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_progress_handler(database, steps_between_calls, count_steps, &m_steps);
  sqlite3_busy_handler(database, wait_a_little, nullptr);
}

void Database::run(const std::string& sql) {
  auto statement = query(sql);
  while (statement.step()) {
  }
}

bool Database::begin_reading() {
  run("BEGIN");
  // The first read takes the shared lock; SQLite itself tells an interrupted write from one that is going on.
  const int result = sqlite3_exec(handle(), "SELECT 1 FROM sqlite_master LIMIT 1", nullptr, nullptr, nullptr);
  if (result == SQLITE_READONLY_ROLLBACK) return false;
  if (result != SQLITE_OK) fail(result);
  return true;
}

bool Database::has_table(std::string_view table) {
  return query("SELECT 1 FROM sqlite_master WHERE type='table' AND name='" + std::string(table) + "'").step();
}

void Database::fail(int result) { throw_for(result, m_name); }

}  // namespace nssbridge::files
