// SPDX-License-Identifier: MPL-2.0
#include "public_material.hpp"

#include "certificate_parts.hpp"
#include "der_reader.hpp"
#include "der_tags.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace nssbridge {
namespace {

using std::string_view_literals::operator""sv;

/// A curve by its DER name, and the point that every public key on it is a multiple of (SEC 2).
struct Curve {
  std::string_view parameters, base_point;
};

constexpr std::array curves{
    // P-256
    Curve{"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"sv,
          "\x04\x6b\x17\xd1\xf2\xe1\x2c\x42\x47\xf8\xbc\xe6\xe5\x63\xa4\x40\xf2\x77\x03\x7d\x81\x2d\xeb\x33\xa0\xf4"
          "\xa1\x39\x45\xd8\x98\xc2\x96\x4f\xe3\x42\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xeb\x4a\x7c\x0f\x9e\x16\x2b\xce\x33"
          "\x57\x6b\x31\x5e\xce\xcb\xb6\x40\x68\x37\xbf\x51\xf5"sv},
    // P-384
    Curve{"\x06\x05\x2b\x81\x04\x00\x22"sv,
          "\x04\xaa\x87\xca\x22\xbe\x8b\x05\x37\x8e\xb1\xc7\x1e\xf3\x20\xad\x74\x6e\x1d\x3b\x62\x8b\xa7\x9b\x98\x59"
          "\xf7\x41\xe0\x82\x54\x2a\x38\x55\x02\xf2\x5d\xbf\x55\x29\x6c\x3a\x54\x5e\x38\x72\x76\x0a\xb7\x36\x17\xde"
          "\x4a\x96\x26\x2c\x6f\x5d\x9e\x98\xbf\x92\x92\xdc\x29\xf8\xf4\x1d\xbd\x28\x9a\x14\x7c\xe9\xda\x31\x13\xb5"
          "\xf0\xb8\xc0\x0a\x60\xb1\xce\x1d\x7e\x81\x9d\x7a\x43\x1d\x7c\x90\xea\x0e\x5f"sv},
    // P-521
    Curve{"\x06\x05\x2b\x81\x04\x00\x23"sv,
          "\x04\x00\xc6\x85\x8e\x06\xb7\x04\x04\xe9\xcd\x9e\x3e\xcb\x66\x23\x95\xb4\x42\x9c\x64\x81\x39\x05\x3f\xb5"
          "\x21\xf8\x28\xaf\x60\x6b\x4d\x3d\xba\xa1\x4b\x5e\x77\xef\xe7\x59\x28\xfe\x1d\xc1\x27\xa2\xff\xa8\xde\x33"
          "\x48\xb3\xc1\x85\x6a\x42\x9b\xf9\x7e\x7e\x31\xc2\xe5\xbd\x66\x01\x18\x39\x29\x6a\x78\x9a\x3b\xc0\x04\x5c"
          "\x8a\x5f\xb4\x2c\x7d\x1b\xd9\x98\xf5\x44\x49\x57\x9b\x44\x68\x17\xaf\xbd\x17\x27\x3e\x66\x2c\x97\xee\x72"
          "\x99\x5e\xf4\x26\x40\xc5\x50\xb9\x01\x3f\xad\x07\x61\x35\x3c\x70\x86\xa2\x72\xc2\x40\x88\xbe\x94\x76\x9f"
          "\xd1\x66\x50"sv},
};

BytesView octets(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::size_t coordinate_size(const Curve& curve) { return curve.base_point.size() / 2; }

/// The private key times the base point is the public key, and a key agreement hands out its first coordinate.
Bytes agreed_with_base_point(const Session& session, CK_OBJECT_HANDLE key, const Curve& curve) {
  auto* point = reinterpret_cast<CK_BYTE_PTR>(const_cast<char*>(curve.base_point.data()));
  CK_ECDH1_DERIVE_PARAMS parameters{CKD_NULL, 0, nullptr, curve.base_point.size(), point};
  CK_MECHANISM mechanism{CKM_ECDH1_DERIVE, &parameters, sizeof parameters};
  Attributes secret;
  secret.number(CKA_CLASS, CKO_SECRET_KEY)
      .number(CKA_KEY_TYPE, CKK_GENERIC_SECRET)
      .number(CKA_VALUE_LEN, coordinate_size(curve))
      .flag(CKA_TOKEN, false)
      .flag(CKA_SENSITIVE, false)
      .flag(CKA_EXTRACTABLE, true);
  CK_OBJECT_HANDLE agreed = CK_INVALID_HANDLE;
  if (session.functions()->C_DeriveKey(session.handle(), &mechanism, key, secret.data(), secret.size(), &agreed) != CKR_OK)
    return {};
  AttributeReader reader(session, {CKA_VALUE});
  const auto value = reader.read(agreed) ? reader.bytes(0) : std::nullopt;
  Bytes coordinate = value ? Bytes(value->begin(), value->end()) : Bytes{};
  session.functions()->C_DestroyObject(session.handle(), agreed);
  return coordinate;
}

/// As PKCS#11 has numbers: without leading zeros.
Bytes stripped(BytesView number) {
  const auto first = std::ranges::find_if(number, [](auto octet) { return octet != 0; });
  return {first, number.end()};
}

}  // namespace

Bytes public_material(const Session& session, CK_OBJECT_HANDLE key) {
  AttributeReader reader(session, {CKA_KEY_TYPE, CKA_MODULUS, CKA_EC_PARAMS});
  if (!reader.read(key)) return {};
  if (reader.number(0) == CKK_RSA && reader.bytes(1)) return stripped(*reader.bytes(1));
  const auto parameters = reader.bytes(2);
  if (reader.number(0) != CKK_EC || !parameters) return {};
  for (const auto& curve : curves)
    if (std::ranges::equal(*parameters, octets(curve.parameters))) return agreed_with_base_point(session, key, curve);
  return {};
}

Bytes public_material(const Certificate& certificate) {
  const SECItem der = borrowed(certificate.spki);
  const KeyInfoHandle info(SECKEY_DecodeDERSubjectPublicKeyInfo(&der));
  const PublicKeyHandle key(info ? SECKEY_ExtractPublicKey(info.get()) : nullptr);
  if (!key) return {};
  if (key->keyType == rsaKey || key->keyType == rsaPssKey) return stripped(view(key->u.rsa.modulus));
  if (key->keyType != ecKey) return {};
  const auto point = view(key->u.ec.publicValue);
  for (const auto& curve : curves)
    if (std::ranges::equal(view(key->u.ec.DEREncodedParams), octets(curve.parameters)) &&
        point.size() == curve.base_point.size())
      return Bytes(point.begin() + 1, point.begin() + 1 + static_cast<std::ptrdiff_t>(coordinate_size(curve)));
  return {};
}

std::optional<RsaNumbers> rsa_numbers(const Certificate& certificate) {
  constexpr std::uint8_t bit_string = 0x03;
  if (!certificate.key.algorithm.starts_with("rsa")) return std::nullopt;
  DerReader info(DerReader(certificate.spki).content_of(der::sequence_tag).value_or(BytesView{}));
  info.next();  // the algorithm
  const auto key = info.content_of(bit_string);
  if (!key || key->empty()) return std::nullopt;
  DerReader numbers(DerReader(key->subspan(1)).content_of(der::sequence_tag).value_or(BytesView{}));
  const auto modulus = numbers.content_of(der::integer_tag), exponent = numbers.content_of(der::integer_tag);
  if (!modulus || !exponent) return std::nullopt;
  return RsaNumbers{{modulus->begin(), modulus->end()}, {exponent->begin(), exponent->end()}};
}

}  // namespace nssbridge
