// SPDX-License-Identifier: MPL-2.0
#include <host/export/password_rule.hpp>

#include <algorithm>
#include <bitset>

namespace host::exporting {

bool is_weak(const nssbridge::Secret& password) {
  constexpr std::size_t shortest = 12, shortest_of_digits = 20, fewest_different = 5;
  const auto text = password.expose();
  // Octets that continue a character of UTF-8 are none of their own.
  const auto starts = [](char octet) { return (static_cast<unsigned char>(octet) & 0xC0U) != 0x80U; };
  const auto length = static_cast<std::size_t>(std::ranges::count_if(text, starts));
  std::bitset<256> seen;
  for (const char octet : text) seen.set(static_cast<unsigned char>(octet));
  const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  return length < (digits ? shortest_of_digits : shortest) || seen.count() < fewest_different;
}

}  // namespace host::exporting
