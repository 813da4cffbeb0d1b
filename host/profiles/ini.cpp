// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/ini.hpp>

namespace host::profiles {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view blank = " \t";
  const auto begin = text.find_first_not_of(blank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

std::string_view next_line(std::string_view& rest) {
  const auto end = rest.find_first_of("\r\n");
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

}  // namespace

std::optional<std::string> IniSection::get(std::string_view key) const {
  std::optional<std::string> value;
  for (const auto& [entry, text] : entries)
    if (entry == key) value = text;
  return value;
}

std::vector<IniSection> parse_ini(std::string_view bytes) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  std::vector<IniSection> sections;
  bool inside = false;
  while (!bytes.empty()) {
    const auto line = trim(next_line(bytes));
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[') {
      const auto end = line.find(']');
      inside = end != std::string_view::npos && trim(line.substr(end + 1)).empty();
      if (inside) sections.push_back({std::string(line.substr(1, end - 1)), {}});
      continue;
    }
    const auto equals = line.find('=');
    if (!inside || equals == std::string_view::npos || equals == 0) continue;
    sections.back().entries.emplace_back(trim(line.substr(0, equals)), trim(line.substr(equals + 1)));
  }
  return sections;
}

}  // namespace host::profiles
