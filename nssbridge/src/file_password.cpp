// SPDX-License-Identifier: MPL-2.0
#include "file_password.hpp"

#include "certificate_parts.hpp"
#include "check.hpp"
#include "utf16.hpp"

#include <pkcs11n.h>
#include <secasn1.h>
#include <secpkcs5.h>
#include <string.h>

namespace nssbridge {
namespace {

using ParametersHandle = Handle<SECItem, PK11_DestroyPBEParams>;
using ContextHandle = std::unique_ptr<PK11Context, decltype([](PK11Context* context) {
                                        PK11_DestroyContext(context, PR_TRUE);
                                      })>;

constexpr const char* cannot_protect =
    "NSS could not protect the key file with its password. Try again; if it stays so, reinstall NSS.";
/// Beyond a block of every cipher that is used.
constexpr std::size_t largest_block = 16;

/// Of PKCS#12's own algorithms, which derive from UTF-16.
bool is_from_pkcs12(SECAlgorithmID& algorithm) {
  return SECOID_GetAlgorithmTag(&algorithm) == SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_3KEY_TRIPLE_DES_CBC;
}

struct Cipher {
  SymmetricKeyHandle key;
  SecretItemHandle parameter;
  CK_MECHANISM_TYPE mechanism;
};

Cipher cipher_for(SECAlgorithmID& algorithm, const FilePassword& password) {
  SECItem* secret = password.form_for(algorithm);
  const SlotHandle slot(check(PK11_GetInternalSlot(), cannot_protect));
  SymmetricKeyHandle key(
      check(PK11_PBEKeyGen(slot.get(), &algorithm, secret, PR_FALSE, nullptr), cannot_protect));
  SECItem* parameter = nullptr;
  const auto mechanism = PK11_GetPBECryptoMechanism(&algorithm, &parameter, secret);
  SecretItemHandle owned(parameter);
  if (mechanism == CKM_INVALID_MECHANISM) fail(cannot_protect);
  return {std::move(key), std::move(owned), PK11_GetPadMechanism(mechanism)};
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
  const Cipher cipher = cipher_for(algorithm, password);
  Bytes encrypted(clear.size() + largest_block);
  unsigned size = 0;
  check(PK11_Encrypt(cipher.key.get(), cipher.mechanism, cipher.parameter.get(), encrypted.data(), &size,
                     static_cast<unsigned>(encrypted.size()), clear.data(),
                     static_cast<unsigned>(clear.size())),
        cannot_protect);
  encrypted.resize(size);
  return encrypted;
}

std::optional<Bytes> decrypt(SECAlgorithmID& algorithm, const FilePassword& password, BytesView encrypted) {
  const Cipher cipher = cipher_for(algorithm, password);
  Bytes clear(encrypted.size() + largest_block);
  unsigned size = 0;
  if (PK11_Decrypt(cipher.key.get(), cipher.mechanism, cipher.parameter.get(), clear.data(), &size,
                   static_cast<unsigned>(clear.size()), encrypted.data(),
                   static_cast<unsigned>(encrypted.size())) != SECSuccess)
    return std::nullopt;
  clear.resize(size);
  return clear;
}

Bytes mac_of(const MacParameters& parameters, const FilePassword& password, BytesView content) {
  const bool sha256 = parameters.hash == SEC_OID_SHA256;
  const int length = sha256 ? 32 : 20;
  SECItem salt = borrowed(parameters.salt);
  SECItem secret = *password.utf16();
  const ParametersHandle derivation(
      check(PK11_CreatePBEParams(&salt, &secret, parameters.rounds), cannot_protect));
  const SymmetricKeyHandle key(check(
      PK11_KeyGen(nullptr, derivation_of(parameters.hash), derivation.get(), length, nullptr), cannot_protect));
  SECItem none{siBuffer, nullptr, 0};
  const ContextHandle context(check(
      PK11_CreateContextBySymKey(sha256 ? CKM_SHA256_HMAC : CKM_SHA_1_HMAC, CKA_SIGN, key.get(), &none),
      cannot_protect));
  Bytes mac(static_cast<std::size_t>(length));
  unsigned size = 0;
  check(PK11_DigestBegin(context.get()), cannot_protect);
  check(PK11_DigestOp(context.get(), content.data(), static_cast<unsigned>(content.size())), cannot_protect);
  check(PK11_DigestFinal(context.get(), mac.data(), &size, static_cast<unsigned>(mac.size())), cannot_protect);
  mac.resize(size);
  return mac;
}

}  // namespace nssbridge
