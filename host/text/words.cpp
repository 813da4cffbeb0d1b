// SPDX-License-Identifier: MPL-2.0
#include <host/text/printable.hpp>
#include <host/text/words.hpp>

#include <algorithm>
#include <cctype>

namespace host::text {
namespace {

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  }));
}

}  // namespace

std::string application_name(std::string_view wire_name) {
  if (wire_name == "firefox") return "Firefox";
  if (wire_name == "thunderbird") return "Thunderbird";
  return short_name(wire_name, 16);
}

std::string short_name(std::string_view name, std::size_t longest) {
  for (std::size_t taken = longest; taken > 0; --taken) {
    std::string shown = printable(name, taken);
    if (characters(shown) <= longest + 1) return shown;
  }
  return "…";
}

std::string fingerprint_groups(std::string_view digits, std::string_view indent) {
  constexpr std::size_t group = 4;
  constexpr std::size_t line = 8 * group;
  std::string shown;
  for (std::size_t at = 0; at < digits.size(); at += group) {
    shown += at % line == 0 ? indent : " ";
    shown += printable(digits.substr(at, group));
    if ((at + group) % line == 0 || at + group >= digits.size()) shown += '\n';
  }
  return shown;
}

std::string private_keys_of(std::size_t certificates) {
  return certificates == 1 ? "the private key of 1 certificate"
                           : "the private keys of " + std::to_string(certificates) + " certificates";
}

std::string single_quoted(std::string_view text) {
  std::string safe;
  for (const char character : text)
    if (character == '\'')
      safe += "'\\''";
    else
      safe += character;
  return "'" + safe + "'";
}

std::string shell_word(std::string_view text) {
  const bool plain = !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
  });
  return plain ? std::string(text) : single_quoted(text);
}

}  // namespace host::text
