// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/decode.hpp>

#include <algorithm>
#include <bit>
#include <limits>

namespace host::doctor {
namespace {

/// What a browser takes at most.
constexpr std::uint32_t largest_message = 1024 * 1024;

/// As they stood in the stream.
std::string bytes_of(std::uint32_t length) {
  static_assert(std::endian::native == std::endian::little, "the order in which the bytes of a length stand");
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((length >> shift) & 0xff);
  return bytes;
}

std::string with_escapes(const std::string& bytes) {
  std::string shown;
  for (const char c : bytes)
    shown += c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : std::string(1, c);
  return shown;
}

}  // namespace

std::optional<std::string> text_in_length(std::uint32_t length) {
  const std::string bytes = bytes_of(length);
  const auto is_text = [](char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t'; };
  if (!std::all_of(bytes.begin(), bytes.end(), is_text)) return std::nullopt;
  return bytes;
}

std::string explain_length(std::uint32_t length) {
  if (const auto text = text_in_length(length))
    return "This is no length: it is the text \"" + with_escapes(*text) +
           "\", read as one. The program that the manifest names, or something that it starts, wrote a line "
           "to its standard output "
           "before or between its messages.";
  if (length <= largest_message)
    return "This is a length that a browser takes; the message itself was at fault.";
  return "This is no text, so it may really be the length of a message: more than the 1,048,576 bytes that a "
         "browser takes. Certferry "
         "sends long answers in parts, so the program that the manifest names is another one, or an old one.";
}

std::optional<std::uint32_t> length_from(std::string_view typed) {
  std::uint64_t number = 0;
  bool digits = false;
  for (const char c : typed) {
    if (c == ',' || c == '.' || c == ' ' || c == '\'') continue;
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
    digits = true;
    if (number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  }
  return digits ? std::optional(static_cast<std::uint32_t>(number)) : std::nullopt;
}

}  // namespace host::doctor
