// SPDX-License-Identifier: MPL-2.0
#include <host/text/table.hpp>
#include <host/text/printable.hpp>

#include <algorithm>

namespace host::text {

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t at = 0; at < row.size(); ++at) widths[at] = std::max(widths[at], columns(row[at]));
  }
  std::string shown;
  for (const auto& row : rows) {
    for (std::size_t at = 0; at < row.size(); ++at) {
      shown += row[at];
      if (at + 1 < row.size()) shown.append(widths[at] - columns(row[at]) + 2, ' ');
    }
    shown += '\n';
  }
  return shown;
}

}  // namespace host::text
