// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>

#include "handle.hpp"

#include <array>
#include <cstdint>
#include <optional>

/// How decode_certificate divides its work. Everything takes NSS's decoded fields and fills one part of the
/// value.
namespace nssbridge {

/// A certificate as NSS's decoder left it: plain fields in an arena, unknown to any token, cache or trust
/// domain.
struct Decoding {
  PLArenaPool* arena;
  CERTCertificate* raw;
};

void fill_names(const Decoding& decoding, Certificate& certificate);
void fill_extensions(const Decoding& decoding, Certificate& certificate);
void fill_algorithms(const Decoding& decoding, Certificate& certificate);
void fill_display_name(const Decoding& decoding, Certificate& certificate);

/// 2.5.29.17, the content octets.
inline constexpr std::array<std::uint8_t, 3> subject_alt_name{0x55, 0x1D, 0x11};

/// The content of an extension; nothing if the certificate has none with this OID.
std::optional<BytesView> extension_value(const CERTCertificate& raw, BytesView oid);

/// "1.2.840.113549.1.9.1" for the content octets of an OID; "" for octets that are none.
std::string dotted_oid(BytesView oid);

inline BytesView view(const SECItem& item) {
  return {item.data, item.data == nullptr ? 0 : item.len};
}
inline Bytes copy(const SECItem& item) {
  const auto bytes = view(item);
  return {bytes.begin(), bytes.end()};
}
/// NSS takes what it only reads without const.
inline SECItem borrowed(BytesView bytes) {
  return {siBuffer, const_cast<unsigned char*>(bytes.data()), static_cast<unsigned>(bytes.size())};
}

}  // namespace nssbridge
