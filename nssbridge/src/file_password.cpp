// SPDX-License-Identifier: MPL-2.0
#include "file_password.hpp"

#include "certificate_parts.hpp"
#include "check.hpp"
#include "password_cipher.hpp"
#include "utf16.hpp"

#include <pkcs11n.h>
#include <secasn1.h>
#include <secpkcs5.h>
#include <string.h>

namespace nssbridge {
namespace {

constexpr const char* cannot_protect =
    "NSS could not protect the key file with its password. Try again; if it stays so, reinstall NSS.";

/// Of PKCS#12's own algorithms, which derive from UTF-16.
bool is_from_pkcs12(SECAlgorithmID& algorithm) {
  return SECOID_GetAlgorithmTag(&algorithm) == SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_3KEY_TRIPLE_DES_CBC;
}

CK_MECHANISM_TYPE derivation_of(SECOidTag hash) {
  return hash == SEC_OID_SHA256 ? CKM_NSS_PKCS12_PBE_SHA256_HMAC_KEY_GEN : CKM_PBA_SHA1_WITH_SHA1_HMAC;
}

}  // namespace

FilePassword::FilePassword(const Secret& password) {
  const auto text = password.expose();
  m_octets.assign(text.begin(), text.end());
  m_units.reserve(2 * text.size() + 2);
  if (!append_utf16(m_units, text))
    throw Error(Kind::invalid_request, "The password of the key file is no UTF-8 text. Give it in UTF-8.");
  m_units.insert(m_units.end(), 2, 0);
  m_utf8 = borrowed(m_octets);
  m_utf16 = borrowed(m_units);
}

FilePassword::~FilePassword() {
  if (!m_octets.empty()) ::explicit_bzero(m_octets.data(), m_octets.size());
  ::explicit_bzero(m_units.data(), m_units.size());
}

SECItem* FilePassword::form_for(SECAlgorithmID& algorithm) const {
  return is_from_pkcs12(algorithm) ? &m_utf16 : &m_utf8;
}

Bytes random_octets(std::size_t count) {
  Bytes octets(count);
  check(PK11_GenerateRandom(octets.data(), static_cast<int>(count)), cannot_protect);
  return octets;
}

AlgorithmHandle new_encryption(KeyFileScheme scheme, std::uint32_t rounds) {
  const Bytes salt_octets = random_octets(16);
  SECItem salt = borrowed(salt_octets);
  const int count = static_cast<int>(rounds);
  if (scheme == KeyFileScheme::compatible)
    return AlgorithmHandle(check(
        PK11_CreatePBEAlgorithmID(SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_3KEY_TRIPLE_DES_CBC, count, &salt),
        cannot_protect));
  return AlgorithmHandle(check(PK11_CreatePBEV2AlgorithmID(SEC_OID_PKCS5_PBES2, SEC_OID_AES_256_CBC,
                                                           SEC_OID_HMAC_SHA256, 0, count, &salt),
                               cannot_protect));
}

Bytes encoded(SECAlgorithmID* algorithm) {
  const ItemHandle item(
      check(SEC_ASN1EncodeItem(nullptr, nullptr, algorithm, SEC_ASN1_GET(SECOID_AlgorithmIDTemplate)),
            cannot_protect));
  return copy(*item);
}

Bytes encrypt(SECAlgorithmID& algorithm, const FilePassword& password, BytesView clear) {
  return encrypt(derive_cipher(algorithm, *password.form_for(algorithm)), clear);
}

Bytes mac_of(const MacParameters& parameters, const FilePassword& password, BytesView content) {
  const bool sha256 = parameters.hash == SEC_OID_SHA256;
  const auto key = pkcs12_mac_key(derivation_of(parameters.hash), sha256 ? 32 : 20, parameters.salt, parameters.rounds,
                                  *password.utf16());
  return hmac(key.get(), sha256 ? CKM_SHA256_HMAC : CKM_SHA_1_HMAC, content);
}

}  // namespace nssbridge
