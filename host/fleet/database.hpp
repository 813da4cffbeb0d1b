// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace host::fleet {

/// One statement of SQL. Values are bound, never part of the SQL. Texts are valid until the next step.
class Statement {
 public:
  Statement(sqlite3* database, const char* sql);

  /// Binds all parameters in their order and starts anew.
  template <typename... Values>
  Statement& with(const Values&... values) {
    sqlite3_reset(m_statement.get());
    int place = 0;
    (bind(++place, values), ...);
    return *this;
  }
  /// False at the end. Throws Error(io_failure).
  bool step();
  /// For a statement that gives no rows.
  template <typename... Values>
  void run(const Values&... values) {
    with(values...).step();
  }
  std::string_view text(int column) const;
  std::int64_t number(int column) const { return sqlite3_column_int64(m_statement.get(), column); }

 private:
  void bind(int place, std::string_view text);
  void bind(int place, const char* text) { bind(place, std::string_view(text)); }
  void bind(int place, std::int64_t number);
  void bind(int place, bool value) { bind(place, std::int64_t{value}); }
  void bind(int place, std::nullptr_t);

  sqlite3* m_database;
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> m_statement;
};

/// A database of our own, which only its owner can read.
class Database {
 public:
  /// Opens that file, or makes it; without a file one that is in nobody's way and goes with the object. `application` and
  /// `version` mark it (SQLite's application_id and user_version); a new one gets them, and what `schema` makes. Throws Error(bad_file) for
  /// a file that is something else, Error(permission_denied) where others could read it, Error(io_failure).
  Database(const std::optional<std::filesystem::path>& file, std::int32_t application, std::int32_t version, const char* schema);

  Statement prepare(const char* sql) { return {m_database.get(), sql}; }
  /// Statements without rows and values. Throws Error(io_failure).
  void run(const char* sql);

 private:
  void open(const std::optional<std::filesystem::path>& file);
  std::int64_t pragma(const char* sql);

  std::unique_ptr<sqlite3, int (*)(sqlite3*)> m_database;
};

}  // namespace host::fleet
