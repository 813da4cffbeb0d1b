// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>

namespace nssbridge::files {

/// No value of a certificate database is larger than this (a CRL of a large authority has 10 MiB).
inline constexpr int largest_value = 16 << 20;

/// One SQLite statement. Text and blobs are valid until the next step.
class Statement {
 public:
  Statement(sqlite3* database, const std::string& name, const std::string& sql);
  /// False at the end. Throws as Database does.
  bool step();
  BytesView blob(int column);
  std::string_view text(int column);
  int columns() const { return sqlite3_column_count(m_statement.get()); }
  std::int64_t number(int column) { return sqlite3_column_int64(m_statement.get(), column); }

 private:
  sqlite3* m_database;
  std::string m_name;
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> m_statement;
};

/// SQLite on a file that may be hostile: defensive, its schema not trusted, values and steps limited. The file has been
/// seen to be a regular one (open_regular).
class Database {
 public:
  enum class Access { read, write };
  Database(const std::filesystem::path& file, Access access);

  /// Throws Error: profile_busy (retriable), permission_denied, profile_unreadable, io_failure.
  void run(const std::string& sql);
  Statement query(const std::string& sql) { return {m_database.get(), m_name, sql}; }
  /// A transaction that shows one state until this object goes. False: an interrupted write must be rolled back first.
  bool begin_reading();
  bool has_table(std::string_view table);
  sqlite3* handle() { return m_database.get(); }
  const std::string& name() const { return m_name; }
  /// Errors of sqlite3_backup and other calls on `handle()`.
  [[noreturn]] void fail(int result);

 private:
  std::string m_name;
  long m_steps = 0;
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> m_database;
};

}  // namespace nssbridge::files
