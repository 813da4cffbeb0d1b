// SPDX-License-Identifier: MPL-2.0
#include "harmless.hpp"

#include <algorithm>
#include <array>

#include <nssbridge/values.hpp>

namespace fuzz {
namespace {

/// In UTF-8, by what each does.
constexpr std::array<std::string_view, 33> harmful{
    "\u00AD", "\u034F", "\u061C", "\u115F",     "\u1160",     "\u180E",    "\u200B", "\u200C", "\u200D",
    "\u200E", "\u200F", "\u2028", "\u2029",     "\u202A",     "\u202B",    "\u202C", "\u202D", "\u202E",
    "\u2060", "\u2061", "\u2062", "\u2063",     "\u2066",     "\u2067",    "\u2068", "\u2069", "\u206A",
    "\u206F", "\u3164", "\uFEFF", "\U000E0001", "\U000E0020", "\U000E007F"};

bool controls(std::string_view text, bool line_feeds) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == 0x7F || (c < 0x20 && !(line_feeds && c == '\n'))) return true;
    const bool c1 = c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) return true;
  }
  return false;
}

}  // namespace

bool is_harmless(std::string_view text, bool line_feeds) {
  if (nssbridge::to_valid_utf8(text) != text || controls(text, line_feeds)) return false;
  return std::ranges::none_of(
      harmful, [&](std::string_view each) { return text.find(each) != std::string_view::npos; });
}

}  // namespace fuzz
