// SPDX-License-Identifier: MPL-2.0
#include "der_writer.hpp"

#include <algorithm>

namespace nssbridge::der {
namespace {

void append(Bytes& to, BytesView more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// Highest octet first, none of them a leading zero.
Bytes big_endian(std::size_t value) {
  Bytes octets;
  for (; value != 0; value >>= 8) octets.insert(octets.begin(), static_cast<std::uint8_t>(value));
  return octets;
}

}  // namespace

Bytes element(std::uint8_t tag, std::initializer_list<BytesView> contents) {
  std::size_t length = 0;
  for (const auto& each : contents) length += each.size();
  Bytes whole{tag};
  if (length < 0x80) {
    whole.push_back(static_cast<std::uint8_t>(length));
  } else {
    const Bytes octets = big_endian(length);
    whole.push_back(static_cast<std::uint8_t>(0x80U | octets.size()));
    append(whole, octets);
  }
  whole.reserve(whole.size() + length);
  for (const auto& each : contents) append(whole, each);
  return whole;
}

Bytes integer(std::uint32_t value) {
  Bytes octets = big_endian(value);
  if (octets.empty() || octets.front() >= 0x80) octets.insert(octets.begin(), 0);
  return element(integer_tag, {octets});
}

Bytes set_of(std::vector<Bytes> elements) {
  std::ranges::sort(elements);
  Bytes content;
  for (const auto& each : elements) append(content, each);
  return element(set_tag, {content});
}

}  // namespace nssbridge::der
