// SPDX-License-Identifier: MPL-2.0
#include "password_cipher.hpp"

#include "certificate_parts.hpp"
#include "check.hpp"

#include <pkcs11n.h>
#include <secasn1.h>
#include <secoid.h>

#include <algorithm>
#include <array>
#include <utility>

namespace nssbridge {
namespace {

using ParametersHandle = Handle<SECItem, PK11_DestroyPBEParams>;

inline void destroy_context(PK11Context* context) { PK11_DestroyContext(context, PR_TRUE); }
using ContextHandle = Handle<PK11Context, destroy_context>;

constexpr const char* cannot_derive =
    "NSS could not derive a key from the password of the key file. Try again; if it stays so, reinstall NSS.";
constexpr std::size_t largest_block = 16;  ///< of every cipher that is used
constexpr std::size_t longest_hash = 64;

struct Hash {
  std::string_view name;
  CK_MECHANISM_TYPE hmac, pkcs12_derivation;
  int length;
};

constexpr std::array hashes{
    Hash{"SHA-1", CKM_SHA_1_HMAC, CKM_PBA_SHA1_WITH_SHA1_HMAC, 20},
    Hash{"SHA-224", CKM_SHA224_HMAC, CKM_NSS_PKCS12_PBE_SHA224_HMAC_KEY_GEN, 28},
    Hash{"SHA-256", CKM_SHA256_HMAC, CKM_NSS_PKCS12_PBE_SHA256_HMAC_KEY_GEN, 32},
    Hash{"SHA-384", CKM_SHA384_HMAC, CKM_NSS_PKCS12_PBE_SHA384_HMAC_KEY_GEN, 48},
    Hash{"SHA-512", CKM_SHA512_HMAC, CKM_NSS_PKCS12_PBE_SHA512_HMAC_KEY_GEN, 64},
};

SlotHandle internal_slot() { return SlotHandle(check(PK11_GetInternalSlot(), cannot_derive)); }

SECAlgorithmID decoded(PLArenaPool* arena, const Bytes& identifier) {
  SECAlgorithmID algorithm{};
  const SECItem der = borrowed(identifier);
  check(SEC_QuickDERDecodeItem(arena, &algorithm, SEC_ASN1_GET(SECOID_AlgorithmIDTemplate), &der), cannot_derive);
  return algorithm;
}

/// NSS tells "no password" by a length of 0, and wants an address all the same.
SECItem secret_item(const Bytes& form) {
  static unsigned char nothing[1];
  SECItem item = borrowed(form);
  if (item.data == nullptr) item.data = nothing;
  return item;
}

SymmetricKeyHandle derive(SECAlgorithmID& algorithm, SECItem secret) {
  return SymmetricKeyHandle(
      check(PK11_PBEKeyGen(internal_slot().get(), &algorithm, &secret, PR_FALSE, nullptr), cannot_derive));
}

SymmetricKeyHandle mac_key(const key_file::Mac& mac, const Hash& hash, const Bytes& form) {
  if (!mac.derivation.from_pkcs12) {
    const ArenaHandle arena(check(PORT_NewArena(DER_DEFAULT_CHUNKSIZE), cannot_derive));
    auto algorithm = decoded(arena.get(), mac.derivation.identifier);
    return derive(algorithm, secret_item(form));
  }
  return pkcs12_mac_key(hash.pkcs12_derivation, hash.length, mac.salt, static_cast<std::uint32_t>(mac.derivation.rounds),
                        secret_item(form));
}

/// NSS 3.87 takes no key on a curve without its public point, which a file need not have. It computes nothing from it; the move
/// of a key into a profile says the right one.
constexpr std::array<std::uint8_t, 1> no_public_point{0};

/// What the key may do comes from softoken, as with an import of NSS's own.
Attributes private_key_in_memory() {
  Attributes object;
  object.number(CKA_CLASS, CKO_PRIVATE_KEY)
      .flag(CKA_TOKEN, false)
      .flag(CKA_PRIVATE, true)
      .flag(CKA_SENSITIVE, true)
      .flag(CKA_EXTRACTABLE, true);
  return object;
}

}  // namespace

PasswordCipher derive_cipher(const key_file::Algorithm& identifier, const Bytes& form) {
  const ArenaHandle arena(check(PORT_NewArena(DER_DEFAULT_CHUNKSIZE), cannot_derive));
  auto algorithm = decoded(arena.get(), identifier.identifier);
  return derive_cipher(algorithm, secret_item(form));
}

PasswordCipher derive_cipher(SECAlgorithmID& algorithm, const SECItem& secret) {
  auto key = derive(algorithm, secret);
  SECItem* parameter = nullptr;
  const auto mechanism = PK11_GetPBECryptoMechanism(&algorithm, &parameter, const_cast<SECItem*>(&secret));
  SecretItemHandle owned(parameter);
  if (mechanism == CKM_INVALID_MECHANISM) fail(cannot_derive);
  return {std::move(key), std::move(owned), PK11_GetPadMechanism(mechanism)};
}

Bytes encrypt(const PasswordCipher& cipher, BytesView clear) {
  Bytes octets(clear.size() + largest_block);
  unsigned size = 0;
  check(PK11_Encrypt(cipher.key.get(), cipher.mechanism, cipher.parameter.get(), octets.data(), &size,
                     static_cast<unsigned>(octets.size()), clear.data(), static_cast<unsigned>(clear.size())),
        cannot_derive);
  octets.resize(size);
  return octets;
}

std::optional<Bytes> decrypt(const PasswordCipher& cipher, BytesView octets) {
  Bytes clear(octets.size() + largest_block);
  unsigned size = 0;
  if (PK11_Decrypt(cipher.key.get(), cipher.mechanism, cipher.parameter.get(), clear.data(), &size,
                   static_cast<unsigned>(clear.size()), octets.data(),
                   static_cast<unsigned>(octets.size())) != SECSuccess)
    return std::nullopt;
  clear.resize(size);
  return clear;
}

SymmetricKeyHandle pkcs12_mac_key(CK_MECHANISM_TYPE derivation, int length, BytesView salt, std::uint32_t rounds,
                                  const SECItem& secret) {
  SECItem salt_item = borrowed(salt), secret_item = secret;
  const ParametersHandle parameters(check(PK11_CreatePBEParams(&salt_item, &secret_item, rounds), cannot_derive));
  return SymmetricKeyHandle(
      check(PK11_KeyGen(internal_slot().get(), derivation, parameters.get(), length, nullptr), cannot_derive));
}

Bytes hmac(PK11SymKey* key, CK_MECHANISM_TYPE mechanism, BytesView content) {
  SECItem none{siBuffer, nullptr, 0};
  const ContextHandle context(check(PK11_CreateContextBySymKey(mechanism, CKA_SIGN, key, &none), cannot_derive));
  Bytes value(longest_hash);
  unsigned size = 0;
  check(PK11_DigestBegin(context.get()), cannot_derive);
  check(PK11_DigestOp(context.get(), content.data(), static_cast<unsigned>(content.size())), cannot_derive);
  check(PK11_DigestFinal(context.get(), value.data(), &size, static_cast<unsigned>(value.size())), cannot_derive);
  value.resize(size);
  return value;
}

bool verifies(const key_file::Mac& mac, const Bytes& form) {
  const auto& hash = *std::ranges::find(hashes, mac.hash, &Hash::name);
  const auto value = hmac(mac_key(mac, hash, form).get(), hash.hmac, mac.content);
  return mac.value.size() == value.size() && NSS_SecureMemcmp(mac.value.data(), value.data(), value.size()) == 0;
}

std::optional<CK_OBJECT_HANDLE> unwrap_private_key(const Session& session, const PasswordCipher& cipher, BytesView octets) {
  CK_MECHANISM mechanism{cipher.mechanism, cipher.parameter ? cipher.parameter->data : nullptr,
                         cipher.parameter ? cipher.parameter->len : 0};
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  const auto unwrap = [&](Attributes object) {
    return session.functions()->C_UnwrapKey(session.handle(), &mechanism, PK11_GetSymKeyHandle(cipher.key.get()),
                                            const_cast<std::uint8_t*>(octets.data()), octets.size(), object.data(), object.size(), &made);
  };
  CK_RV rv = unwrap(private_key_in_memory());
  if (rv == CKR_TEMPLATE_INCOMPLETE) rv = unwrap(private_key_in_memory().bytes(CKA_NSS_DB, no_public_point));
  if (rv != CKR_OK) return std::nullopt;
  return made;
}

std::optional<CK_OBJECT_HANDLE> import_private_key(const Session& session, BytesView info) {
  constexpr int aes_256 = 32;
  std::array<std::uint8_t, largest_block> vector{};
  SECItem parameter = borrowed(vector);
  PasswordCipher cipher{SymmetricKeyHandle(check(PK11_KeyGen(internal_slot().get(), CKM_AES_KEY_GEN, nullptr, aes_256, nullptr),
                                                 cannot_derive)),
                        SecretItemHandle(SECITEM_DupItem(&parameter)), CKM_AES_CBC_PAD};
  return unwrap_private_key(session, cipher, encrypt(cipher, info));
}

}  // namespace nssbridge
