// SPDX-License-Identifier: MPL-2.0
#pragma once
#include "../src/der_reader.hpp"
#include "../src/der_tags.hpp"
#include "refusals.hpp"

#include <string_view>

/// Steps through a structure that must be as its format prescribes.
namespace nssbridge::key_file {

using namespace der;

/// 1.2.840.113549.1.7.2 (PKCS#7), the content octets.
inline constexpr std::string_view signed_data{"\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02", 9};

inline BytesView required(std::optional<BytesView> content) {
  if (!content) refuse_damaged();
  return *content;
}

inline BytesView required(DerReader& reader, std::uint8_t tag) { return required(reader.content_of(tag)); }

inline DerReader inside(DerReader& reader, std::uint8_t tag) { return DerReader(required(reader, tag)); }

inline DerElement required_element(DerReader& reader) {
  const auto element = reader.next();
  if (!element) refuse_damaged();
  return *element;
}

inline Bytes bytes_of(BytesView view) { return {view.begin(), view.end()}; }

/// For comparing with the object identifiers that are written as text.
inline std::string_view text_of(BytesView view) { return {reinterpret_cast<const char*>(view.data()), view.size()}; }

/// A count. One that no 64 bits hold is as good as the largest.
inline std::uint64_t count(BytesView integer) {
  if (integer.empty() || integer.front() >= 0x80) refuse_damaged();
  std::uint64_t value = 0;
  for (const auto octet : integer) {
    if (value >> 56 != 0) return ~std::uint64_t{0};
    value = value << 8 | octet;
  }
  return value;
}

}  // namespace nssbridge::key_file
