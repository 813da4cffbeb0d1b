// SPDX-License-Identifier: MPL-2.0
#include <host/fleet/database.hpp>
#include <host/fleet/files.hpp>
#include <nssbridge/error.hpp>

namespace host::fleet {

using nssbridge::Error;
using nssbridge::Kind;

namespace {

[[noreturn]] void throw_for(int result) {
  switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(Kind::io_failure, "Another merge is using the database. Wait until it has ended, then try again.").retriable();
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      throw Error(Kind::bad_file, "The database is damaged, or none that a merge made. Name another file for it.");
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      throw Error(Kind::permission_denied, "The database cannot be written. Check the rights of the file and of its folder.");
    default:
      throw Error(Kind::io_failure, "The database of the merge cannot be read or written. Check that the disk is sound and not full.");
  }
}

}  // namespace

Statement::Statement(sqlite3* database, const char* sql) : m_database(database), m_statement(nullptr, sqlite3_finalize) {
  sqlite3_stmt* statement = nullptr;
  const int result = sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
  m_statement.reset(statement);
  if (result != SQLITE_OK) throw_for(result);
}

bool Statement::step() {
  const int result = sqlite3_step(m_statement.get());
  if (result == SQLITE_ROW) return true;
  sqlite3_reset(m_statement.get());
  if (result != SQLITE_DONE) throw_for(sqlite3_extended_errcode(m_database));
  return false;
}

std::string_view Statement::text(int column) const {
  const auto* octets = static_cast<const char*>(sqlite3_column_blob(m_statement.get(), column));
  return octets == nullptr ? std::string_view()
                           : std::string_view(octets, static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column)));
}

void Statement::bind(int place, std::string_view text) {
  const char* octets = text.data() == nullptr ? "" : text.data();  // SQLite takes a null pointer for NULL
  const int result = sqlite3_bind_text64(m_statement.get(), place, octets, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  if (result != SQLITE_OK) throw_for(result);
}

void Statement::bind(int place, std::int64_t number) {
  if (const int result = sqlite3_bind_int64(m_statement.get(), place, number); result != SQLITE_OK) throw_for(result);
}

void Statement::bind(int place, std::nullptr_t) {
  if (const int result = sqlite3_bind_null(m_statement.get(), place); result != SQLITE_OK) throw_for(result);
}

Database::Database(const std::optional<std::filesystem::path>& file, std::int32_t application, std::int32_t version, const char* schema)
    : m_database(nullptr, sqlite3_close) {
  open(file);
  run("PRAGMA cache_size = -16000");  // KiB
  run("BEGIN IMMEDIATE");
  const bool is_new = pragma("SELECT count(*) FROM sqlite_master") == 0;
  if (is_new) {
    run(("PRAGMA application_id = " + std::to_string(application)).c_str());
    run(("PRAGMA user_version = " + std::to_string(version)).c_str());
    run(schema);
  } else if (pragma("PRAGMA application_id") != application) {
    throw Error(Kind::bad_file, "The file is a database of something else. Name another file for the database of the merge.");
  } else if (pragma("PRAGMA user_version") != version) {
    throw Error(Kind::bad_file, "Another version of Certferry made the database. Name another file, which a first merge fills.");
  }
  run("COMMIT");
}

void Database::open(const std::optional<std::filesystem::path>& file) {
  sqlite3* database = nullptr;
  const std::string name = file ? own_file(*file) : std::string();  // SQLite keeps one without a name in a file that it removed
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | (file ? SQLITE_OPEN_NOFOLLOW : 0);
  const int result = sqlite3_open_v2(name.c_str(), &database, flags, nullptr);
  m_database.reset(database);
  if (result != SQLITE_OK) throw_for(result);
  sqlite3_extended_result_codes(database, 1);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
}

void Database::run(const char* sql) {
  if (sqlite3_exec(m_database.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw_for(sqlite3_extended_errcode(m_database.get()));
}

std::int64_t Database::pragma(const char* sql) {
  auto statement = prepare(sql);
  return statement.step() ? statement.number(0) : 0;
}

}  // namespace host::fleet
