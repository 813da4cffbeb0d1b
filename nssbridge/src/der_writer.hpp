// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include "der_tags.hpp"

#include <initializer_list>
#include <vector>

/// Elements of DER, put together from the inside out.
namespace nssbridge::der {

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
