// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/audit/rule_table.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace host::audit {

std::string_view name_of(Severity severity);
std::optional<Severity> severity_from(std::string_view name);
std::string_view title_of(Family family);

/// One row of the table. A name that is not in it does not compile.
class RuleId {
 public:
  consteval explicit RuleId(std::string_view name) : m_row(row_of(name)) {}
  /// Of a name in a result that somebody else made.
  static std::optional<RuleId> from(std::string_view name);

  std::string_view name() const { return rules[m_row].id; }
  const Rule& rule() const { return rules[m_row]; }
  /// Its place in the table, which is the order of findings of one severity.
  std::size_t row() const { return m_row; }
  bool operator==(const RuleId&) const = default;

 private:
  struct Row {
    std::size_t number;
  };
  explicit RuleId(Row row) : m_row(row.number) {}
  static consteval std::size_t row_of(std::string_view name) {
    for (std::size_t row = 0; row < rules.size(); ++row)
      if (rules[row].id == name) return row;
    throw "no such rule";
  }

  std::size_t m_row;
};

}  // namespace host::audit
