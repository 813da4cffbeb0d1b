// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/ini.hpp>

#include <algorithm>
#include <cstdint>

namespace host::profiles {
namespace {

constexpr std::string_view blanks = " \t";
constexpr std::string_view line_ends = "\r\n";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view wide_byte_order_mark = "\xFF\xFE";

void append_utf8(std::string& text, std::uint32_t point) {
  if (point < 0x80) {
    text.push_back(static_cast<char>(point));
    return;
  }
  const int tails = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  constexpr std::uint32_t heads[] = {0, 0xC0, 0xE0, 0xF0};
  text.push_back(static_cast<char>(heads[tails] | point >> (6 * tails)));
  for (int i = tails - 1; i >= 0; --i) text.push_back(static_cast<char>(0x80 | (point >> (6 * i) & 0x3F)));
}

/// Half a pair of surrogates becomes U+FFFD.
std::string from_utf16(std::string_view bytes) {
  const auto unit = [&](std::size_t at) -> std::uint32_t {
    if (at + 1 >= bytes.size()) return 0;
    return static_cast<unsigned char>(bytes[at]) |
           static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + 1])) << 8;
  };
  std::string text;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    std::uint32_t point = unit(at);
    const std::uint32_t low = unit(at + 2);
    if (point >= 0xD800 && point <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF) {
      point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
      at += 2;
    } else if (point >= 0xD800 && point <= 0xDFFF) {
      point = 0xFFFD;
    }
    append_utf8(text, point);
  }
  return text;
}

/// Between the brackets. An unclosed name counts to the end of the line, as with Mozilla; text behind the
/// bracket, and brackets inside a name, make the header and the lines under it say nothing.
std::optional<std::string> section_name(std::string_view header) {
  const auto end = header.find(']');
  const auto name = header.substr(0, end);
  const auto rest = end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
  if (name.empty() || name.find('[') != std::string_view::npos) return std::nullopt;
  if (rest.find_first_not_of(blanks) != std::string_view::npos) return std::nullopt;
  return std::string(name);
}

}  // namespace

Ini Ini::parse(std::string_view bytes) {
  std::string converted;
  if (bytes.starts_with(wide_byte_order_mark)) {
    converted = from_utf16(bytes.substr(wide_byte_order_mark.size()));
    bytes = converted;
  } else if (bytes.starts_with(byte_order_mark)) {
    bytes.remove_prefix(byte_order_mark.size());
  }
  bytes = bytes.substr(0, bytes.find('\0'));
  Ini ini;
  std::optional<std::string> section;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find_first_of(line_ends), bytes.size());
    ini.read_line(bytes.substr(0, end), section);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return ini;
}

void Ini::read_line(std::string_view line, std::optional<std::string>& section) {
  if (line.starts_with('#') || line.starts_with(';')) return;
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  if (line.starts_with('[')) {
    section = section_name(line.substr(1));
    return;
  }
  const auto equals = line.find('=');
  if (!section || equals == std::string_view::npos || equals == 0) return;
  m_sections[*section].insert_or_assign(std::string(line.substr(0, equals)),
                                        std::string(line.substr(equals + 1)));
}

std::optional<std::string> Ini::get(std::string_view section, std::string_view key) const {
  const auto entries = m_sections.find(section);
  if (entries == m_sections.end()) return std::nullopt;
  const auto value = entries->second.find(key);
  if (value == entries->second.end()) return std::nullopt;
  return value->second;
}

std::vector<std::string> Ini::sections() const {
  std::vector<std::string> names;
  for (const auto& [name, entries] : m_sections) names.push_back(name);
  return names;
}

}  // namespace host::profiles
