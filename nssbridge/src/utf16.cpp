// SPDX-License-Identifier: MPL-2.0
#include "utf16.hpp"

#include <optional>

namespace nssbridge {
namespace {

void append_unit(Bytes& to, char32_t unit) {
  to.push_back(static_cast<std::uint8_t>(unit >> 8));
  to.push_back(static_cast<std::uint8_t>(unit));
}

/// Takes one code point off the front.
std::optional<char32_t> take_code_point(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 0 || first > 0xF4 || text.size() < length) return std::nullopt;
  char32_t point = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80U) return std::nullopt;
    point = point << 6 | (next & 0x3FU);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < least[length] || surrogate || point > 0x10FFFF) return std::nullopt;
  text.remove_prefix(length);
  return point;
}

}  // namespace

bool append_utf16(Bytes& to, std::string_view text) {
  while (!text.empty()) {
    const auto point = take_code_point(text);
    if (!point) return false;
    if (*point < 0x10000) {
      append_unit(to, *point);
    } else {
      append_unit(to, 0xD800 + ((*point - 0x10000) >> 10));
      append_unit(to, 0xDC00 + ((*point - 0x10000) & 0x3FF));
    }
  }
  return true;
}

}  // namespace nssbridge
