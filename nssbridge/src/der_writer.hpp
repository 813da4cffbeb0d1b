// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <initializer_list>
#include <vector>

/// Elements of DER, put together from the inside out.
namespace nssbridge::der {

constexpr std::uint8_t integer_tag = 0x02, octets_tag = 0x04, oid_tag = 0x06, bmp_string_tag = 0x1E;
constexpr std::uint8_t sequence_tag = 0x30, set_tag = 0x31;
/// [number], constructed.
constexpr std::uint8_t context(unsigned number) {
  return static_cast<std::uint8_t>(0xA0U | number);
}

Bytes element(std::uint8_t tag, std::initializer_list<BytesView> contents);
inline Bytes sequence(std::initializer_list<BytesView> contents) {
  return element(sequence_tag, contents);
}
inline Bytes octets(BytesView content) {
  return element(octets_tag, {content});
}
/// `content`: the octets of the identifier, without tag and length.
inline Bytes oid(BytesView content) {
  return element(oid_tag, {content});
}
Bytes integer(std::uint32_t value);
/// A SET OF: DER wants its elements in the order of their octets.
Bytes set_of(std::vector<Bytes> elements);

}  // namespace nssbridge::der
