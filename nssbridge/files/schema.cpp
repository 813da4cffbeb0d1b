// SPDX-License-Identifier: MPL-2.0
#include "schema.hpp"

#include <nssbridge/error.hpp>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

namespace nssbridge::files {

namespace {

constexpr std::size_t longest_definition = 64 << 10;  // NSS's own has 4 KiB
constexpr std::size_t most_columns = 900;

[[noreturn]] void throw_forbidden(const std::string& name) {
  throw Error(Kind::profile_unreadable, "The profile's " + name + " holds things that no certificate database has (a view, a "
                                        "trigger, a computed column or the like), so it is not opened. Restore it from a "
                                        "backup.");
}

/// SQLite keeps definitions with this beginning, whatever was typed; another one was put there by hand.
bool begins_as_kept(std::string_view sql, std::string_view type) {
  if (type == "table") return sql.starts_with("CREATE TABLE ");
  return type == "index" && (sql.starts_with("CREATE INDEX ") || sql.starts_with("CREATE UNIQUE INDEX "));
}

/// One list in parentheses, as NSS writes it, has no room for an expression: generated columns, CHECK and computed
/// defaults need parentheses of their own, and so does a virtual table or a column computed by a function.
bool has_no_expression(std::string_view sql) {
  const bool plain = std::ranges::all_of(sql, [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == ',' || c == '(' || c == ')' || c == '"' || std::isspace(c);
  });
  return plain && std::ranges::count(sql, '(') == 1 && std::ranges::count(sql, ')') == 1;
}

/// A partial index computes its WHERE on each write; nothing of NSS follows the list.
bool ends_with_list(std::string_view sql) {
  while (!sql.empty() && std::isspace(static_cast<unsigned char>(sql.back()))) sql.remove_suffix(1);
  return sql.ends_with(')');
}

std::string quoted(const std::string& name) { return '"' + name + '"'; }

/// SQLite knows the length of a value without reading it.
std::string any_is_too_long(Database& database, const std::string& table) {
  auto columns = database.query("SELECT name, hidden FROM pragma_table_xinfo('" + table + "')");
  std::string condition = "0";
  std::size_t count = 0;
  while (columns.step()) {
    if (++count > most_columns || columns.number(1) != 0) throw_forbidden(database.name());
    condition += " OR length(" + quoted(std::string(columns.text(0))) + ")>" + std::to_string(largest_value);
  }
  return condition;
}

std::vector<std::string> plain_tables(Database& database) {
  std::vector<std::string> tables;
  auto rows = database.query("SELECT name FROM sqlite_master WHERE type='table'");
  while (rows.step()) tables.emplace_back(rows.text(0));
  return tables;
}

}  // namespace

void require_plain_schema(Database& database) {
  auto rows = database.query("SELECT type, sql, name FROM sqlite_master");
  while (rows.step()) {
    const auto type = rows.text(0), sql = rows.text(1), name = rows.text(2);
    const bool automatic = type == "index" && sql.empty() && name.starts_with("sqlite_autoindex_");
    if (automatic) continue;
    if (name.find_first_of("'\"") != std::string_view::npos) throw_forbidden(database.name());
    if (sql.size() > longest_definition || !begins_as_kept(sql, type) || !has_no_expression(sql) || !ends_with_list(sql))
      throw_forbidden(database.name());
  }
}

void require_small_values(Database& database) {
  for (const auto& table : plain_tables(database)) {
    auto found = database.query("SELECT 1 FROM " + quoted(table) + " WHERE " + any_is_too_long(database, table) + " LIMIT 1");
    if (found.step())
      throw Error(Kind::profile_unreadable, "The profile's " + database.name() + " holds a value far larger than any "
                                            "certificate, so it is not opened. Restore it from a backup.");
  }
}

}  // namespace nssbridge::files
