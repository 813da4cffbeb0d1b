// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstdint>

/// Tags of DER, as PKCS#7 and PKCS#12 use them.
namespace nssbridge::der {

constexpr std::uint8_t integer_tag = 0x02, octets_tag = 0x04, null_tag = 0x05, oid_tag = 0x06, bmp_string_tag = 0x1E,
                       sequence_tag = 0x30, set_tag = 0x31;
/// [number], constructed.
constexpr std::uint8_t context(unsigned number) {
  return static_cast<std::uint8_t>(0xA0U | number);
}
constexpr std::uint8_t context_0 = context(0);
/// [0] in the place of an OCTET STRING.
constexpr std::uint8_t implicit_octets = 0x80;

}  // namespace nssbridge::der
