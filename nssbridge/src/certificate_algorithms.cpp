// SPDX-License-Identifier: MPL-2.0
#include "certificate_parts.hpp"

#include <pk11pub.h>
#include <secoid.h>

#include <algorithm>
#include <array>
#include <utility>

namespace nssbridge {
namespace {

using Named = std::pair<std::string_view, std::string_view>;

constexpr std::array signature_names{
    Named{"1.2.840.113549.1.1.2", "md2-rsa"},
    Named{"1.2.840.113549.1.1.4", "md5-rsa"},
    Named{"1.2.840.113549.1.1.5", "sha1-rsa"},
    Named{"1.3.14.3.2.29", "sha1-rsa"},
    Named{"1.2.840.113549.1.1.14", "sha224-rsa"},
    Named{"1.2.840.113549.1.1.11", "sha256-rsa"},
    Named{"1.2.840.113549.1.1.12", "sha384-rsa"},
    Named{"1.2.840.113549.1.1.13", "sha512-rsa"},
    Named{"1.2.840.113549.1.1.10", "rsa-pss"},
    Named{"1.2.840.10045.4.1", "ecdsa-sha1"},
    Named{"1.2.840.10045.4.3.1", "ecdsa-sha224"},
    Named{"1.2.840.10045.4.3.2", "ecdsa-sha256"},
    Named{"1.2.840.10045.4.3.3", "ecdsa-sha384"},
    Named{"1.2.840.10045.4.3.4", "ecdsa-sha512"},
    Named{"1.2.840.10040.4.3", "dsa-sha1"},
    Named{"2.16.840.1.101.3.4.3.2", "dsa-sha256"},
    Named{"1.3.101.112", "ed25519"},
    Named{"1.3.101.113", "ed448"},
};

constexpr std::array key_names{
    Named{"1.2.840.113549.1.1.1", "rsa"}, Named{"1.2.840.113549.1.1.10", "rsa-pss"},
    Named{"1.2.840.10045.2.1", "ec"},     Named{"1.3.101.110", "x25519"},
    Named{"1.3.101.111", "x448"},         Named{"1.3.101.112", "ed25519"},
    Named{"1.3.101.113", "ed448"},
};

struct Curve {
  std::string_view oid, name;
  unsigned bits;
};

constexpr std::array curves{
    Curve{"1.2.840.10045.3.1.7", "P-256", 256},
    Curve{"1.3.132.0.34", "P-384", 384},
    Curve{"1.3.132.0.35", "P-521", 521},
    Curve{"1.2.840.10045.3.1.1", "1.2.840.10045.3.1.1", 192},
    Curve{"1.3.132.0.33", "1.3.132.0.33", 224},
    Curve{"1.3.132.0.10", "1.3.132.0.10", 256},
    Curve{"1.3.36.3.3.2.8.1.1.7", "1.3.36.3.3.2.8.1.1.7", 256},
    Curve{"1.3.36.3.3.2.8.1.1.11", "1.3.36.3.3.2.8.1.1.11", 384},
    Curve{"1.3.36.3.3.2.8.1.1.13", "1.3.36.3.3.2.8.1.1.13", 512},
};

template <std::size_t count>
std::string name_of_oid(const std::array<Named, count>& names, std::string oid) {
  for (const auto& [dotted, name] : names)
    if (dotted == oid) return std::string(name);
  return oid;
}

/// Named curves are one OBJECT IDENTIFIER; anything else has no name.
void fill_curve(const SECAlgorithmID& algorithm, PublicKeyInfo& key) {
  const auto parameters = view(algorithm.parameters);
  const bool named = parameters.size() > 2 && parameters[0] == 0x06 && parameters[1] == parameters.size() - 2;
  const std::string oid = named ? dotted_oid(parameters.subspan(2)) : std::string{};
  key.curve = oid;
  for (const auto& curve : curves) {
    if (curve.oid != oid) continue;
    key.curve = std::string(curve.name);
    key.bits = curve.bits;
  }
}

/// PKCS#11's CKA_ID as NSS makes it: SHA-1 of what is special about the public key.
Bytes identifier_of(SECItem& material) {
  const ItemHandle id(PK11_MakeIDFromPubKey(&material));
  return id ? copy(*id) : Bytes{};
}

bool is_rsa(const PublicKeyInfo& key) {
  return key.algorithm == "rsa" || key.algorithm == "rsa-pss";
}

void fill_rsa(const CERTSubjectPublicKeyInfo& info, Certificate& certificate) {
  const PublicKeyHandle key(SECKEY_ExtractPublicKey(&info));
  if (!key) return;
  certificate.key.bits = SECKEY_PublicKeyStrengthInBits(key.get());
  certificate.key_id = identifier_of(key->u.rsa.modulus);
}

/// RSA-PSS counts only with SHA-2 for both hashes and a salt as long, written in the one way that the
/// CA/Browser Forum's rules and mozpkix know.
std::string pss_name(BytesView parameters) {
  constexpr std::array<std::uint8_t, 54> usual{
      0x30, 0x34, 0xA0, 0x0F, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03,
      0x04, 0x02, 0x01, 0x05, 0x00, 0xA1, 0x1C, 0x30, 0x1A, 0x06, 0x09, 0x2A, 0x86, 0x48,
      0x86, 0xF7, 0x0D, 0x01, 0x01, 0x08, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
      0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0xA2, 0x03, 0x02, 0x01, 0x20};
  constexpr std::size_t first_hash = 16, second_hash = 46, salt_length = 53;
  std::uint8_t hash = 1;
  for (const auto& [name, length] :
       {std::pair{"sha256-rsa-pss", 32}, {"sha384-rsa-pss", 48}, {"sha512-rsa-pss", 64}}) {
    auto wanted = usual;
    wanted[first_hash] = wanted[second_hash] = hash++;
    wanted[salt_length] = static_cast<std::uint8_t>(length);
    if (std::ranges::equal(parameters, wanted)) return name;
  }
  return "rsa-pss";
}

std::string signature_name(const SECAlgorithmID& algorithm) {
  const auto name = name_of_oid(signature_names, dotted_oid(view(algorithm.algorithm)));
  return name == "rsa-pss" ? pss_name(view(algorithm.parameters)) : name;
}

}  // namespace

void fill_algorithms(const Decoding& decoding, Certificate& certificate) {
  const CERTCertificate& raw = *decoding.raw;
  certificate.signature_algorithm = signature_name(raw.signatureWrap.signatureAlgorithm);

  // Parameters may be encoded differently in the two places, which verifiers accept.
  if (signature_name(raw.signature) != certificate.signature_algorithm) certificate.malformed = true;

  const CERTSubjectPublicKeyInfo& info = raw.subjectPublicKeyInfo;
  certificate.key.algorithm = name_of_oid(key_names, dotted_oid(view(info.algorithm.algorithm)));
  if (is_rsa(certificate.key)) return fill_rsa(info, certificate);
  if (certificate.key.algorithm == "ec") fill_curve(info.algorithm, certificate.key);
  if (certificate.key.algorithm.ends_with("25519")) certificate.key.bits = 256;
  SECItem point = info.subjectPublicKey;
  point.len = (point.len + 7) / 8;  // the decoder counts bits
  if (point.data != nullptr && point.len > 0) certificate.key_id = identifier_of(point);
}

}  // namespace nssbridge
