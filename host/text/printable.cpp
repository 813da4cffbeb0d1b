// SPDX-License-Identifier: MPL-2.0
#include <host/text/printable.hpp>

#include <algorithm>
#include <array>
#include <cwchar>
#include <iterator>
#include <optional>

namespace host::text {
namespace {

struct Range {
  char32_t first, last;
};

/// In order. Unicode 15: Cc, Zl, Zp, Cf, and letters and marks that show nothing.
constexpr Range hidden[] = {
    {0x0000, 0x001F},   {0x007F, 0x009F},   {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x0600, 0x0605},
    {0x061C, 0x061C},   {0x06DD, 0x06DD},   {0x070F, 0x070F},   {0x0890, 0x0891},   {0x08E2, 0x08E2},
    {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F},   {0x3164, 0x3164},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
    {0x110BD, 0x110BD}, {0x110CD, 0x110CD}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
    {0xE0000, 0xE0FFF},
};

bool is_hidden(char32_t character) {
  const auto* found = std::lower_bound(std::begin(hidden), std::end(hidden), character,
                                       [](const Range& range, char32_t value) { return range.last < value; });
  return found != std::end(hidden) && found->first <= character;
}

struct Decoded {
  char32_t character;
  std::size_t size;
};

/// The character at the start of `text`; nothing for overlong forms, surrogates, and other invalid bytes.
std::optional<Decoded> decode(std::string_view text) {
  const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return Decoded{lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return std::nullopt;
  char32_t character = lead & (0x7FU >> size);
  for (std::size_t at = 1; at < size; ++at) {
    if ((byte(at) & 0xC0U) != 0x80U) return std::nullopt;
    character = character << 6U | (byte(at) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (character < smallest[size] || surrogate || character > 0x10FFFF) return std::nullopt;
  return Decoded{character, size};
}

std::string hexadecimal(char32_t value, std::size_t digits) {
  std::string text;
  for (; value != 0 || text.size() < digits; value >>= 4U)
    text.insert(text.begin(), "0123456789ABCDEF"[value & 0xFU]);
  return text;
}

/// Appends one character of `text` to `shown`, and removes it.
void show_one(std::string_view& text, std::string& shown) {
  const auto decoded = decode(text);
  const std::size_t size = decoded ? decoded->size : 1;
  if (!decoded)
    shown += "\\x" + hexadecimal(static_cast<unsigned char>(text.front()), 2);
  else if (is_hidden(decoded->character))
    shown += "\\u{" + hexadecimal(decoded->character, 4) + "}";
  else
    shown += text.substr(0, size);
  text.remove_prefix(size);
}

}  // namespace

std::string printable(std::string_view text) {
  return printable(text, std::string_view::npos);
}

std::string printable(std::string_view text, std::size_t longest) {
  std::string shown;
  for (std::size_t count = 0; !text.empty(); ++count) {
    if (count == longest) return shown + "…";
    show_one(text, shown);
  }
  return shown;
}

std::size_t columns(std::string_view printable_text) {
  std::size_t sum = 0;
  while (!printable_text.empty()) {
    const auto decoded = decode(printable_text);
    if (!decoded) return sum + printable_text.size();
    // Outside of a UTF-8 locale wcwidth knows no characters: one column is then the best guess.
    const int width = ::wcwidth(static_cast<wchar_t>(decoded->character));
    sum += width >= 0 ? static_cast<std::size_t>(width) : 1;
    printable_text.remove_prefix(decoded->size);
  }
  return sum;
}

}  // namespace host::text
