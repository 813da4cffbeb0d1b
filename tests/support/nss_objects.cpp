// SPDX-License-Identifier: MPL-2.0
// The objects of an NSS database as SQLite sees them.
#include "nss_fixtures.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <vector>

namespace tests {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinishStatement>;

Database open(const std::filesystem::path& file) {
  sqlite3* raw = nullptr;
  const int result = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
  Database database(raw);
  if (result != SQLITE_OK) throw std::runtime_error("cannot open " + file.string());
  return database;
}

Statement prepare(sqlite3* database, const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(database, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(database));
  return Statement(raw);
}

std::string hex(const void* data, int size) {
  std::string text;
  char digits[3];
  for (int i = 0; i < size; ++i) {
    std::snprintf(digits, sizeof digits, "%02x", static_cast<const unsigned char*>(data)[i]);
    text += digits;
  }
  return text;
}

/// By the number of the object: the attributes that have a MAC.
std::map<long, std::string> signatures(sqlite3* key_database, const std::string& table) {
  const std::string kind = table == "nssPublic" ? "cert" : "key";
  std::map<long, std::string> found;
  auto statement = prepare(key_database, "SELECT id FROM metaData WHERE id LIKE 'sig_" + kind + "_%' ORDER BY id");
  while (sqlite3_step(statement.get()) == SQLITE_ROW) {
    const std::string name = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), 0));
    const auto number_at = 4 + kind.size() + 1;
    found[std::stol(name.substr(number_at, 8), nullptr, 16)] += " " + name.substr(number_at + 9);
  }
  return found;
}

bool encrypted(const std::string& table, const std::string& column) {
  static const std::set<std::string> columns{"a11", "a123", "a124", "a125", "a126", "a127", "a128"};
  return table == "nssPrivate" && columns.contains(column);
}

std::string line_of(sqlite3_stmt* row, const std::string& table) {
  std::string line = table;
  for (int i = 1; i < sqlite3_column_count(row); ++i) {
    if (sqlite3_column_type(row, i) == SQLITE_NULL) continue;
    const std::string column = sqlite3_column_name(row, i);
    line += "\n  " + column + " ";
    line += encrypted(table, column) ? "encrypted" : hex(sqlite3_column_blob(row, i), sqlite3_column_bytes(row, i));
  }
  return line;
}

std::multiset<std::string> objects_where(const std::filesystem::path& folder, const std::string& condition) {
  std::multiset<std::string> lines;
  const auto keys = open(folder / "key4.db"), certificates = open(folder / "cert9.db");
  const std::pair<sqlite3*, std::string> tables[] = {{certificates.get(), "nssPublic"}, {keys.get(), "nssPrivate"}};
  for (const auto& [database, table] : tables) {
    auto macs = signatures(keys.get(), table);
    auto statement = prepare(database, "SELECT * FROM " + table + condition);
    while (sqlite3_step(statement.get()) == SQLITE_ROW)
      lines.insert(line_of(statement.get(), table) + "\n  MACs" + macs[sqlite3_column_int64(statement.get(), 0)]);
  }
  return lines;
}

}  // namespace

void NssProfile::change(const std::string& database, const std::string& sql) {
  const auto opened = open(folder() / database);
  if (sqlite3_exec(opened.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(opened.get()));
}

std::string difference(const std::multiset<std::string>& ours, const std::multiset<std::string>& theirs) {
  std::vector<std::string> only_ours, only_theirs;
  std::ranges::set_difference(ours, theirs, std::back_inserter(only_ours));
  std::ranges::set_difference(theirs, ours, std::back_inserter(only_theirs));
  std::string text;
  for (const auto& object : only_ours) text += "only ours: " + object + "\n";
  for (const auto& object : only_theirs) text += "only NSS's own: " + object + "\n";
  return text;
}

std::string NssProfile::integrity() const {
  for (const char* name : {"cert9.db", "key4.db"}) {
    const auto database = open(folder() / name);
    const auto statement = prepare(database.get(), "PRAGMA integrity_check");
    if (sqlite3_step(statement.get()) != SQLITE_ROW) return sqlite3_errmsg(database.get());
    const std::string result = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), 0));
    if (result != "ok") return result;
  }
  return "ok";
}

std::multiset<std::string> NssProfile::objects() const { return objects_where(folder(), ""); }

std::multiset<std::string> NssProfile::objects(unsigned object_class) const {
  char condition[40];
  std::snprintf(condition, sizeof condition, " WHERE a0 = x'%08X'", object_class);
  return objects_where(folder(), condition);
}

}  // namespace tests
