// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/key_file_writer.hpp>

#include "certificate_parts.hpp"
#include "check.hpp"
#include "pkcs12.hpp"

#include <ciferfam.h>
#include <p12.h>
#include <p12plcy.h>
#include <secasn1.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace nssbridge {
namespace {

using pkcs12::Bag;
using pkcs12::BagKind;
using DecoderHandle = Handle<SEC_PKCS12DecoderContext, SEC_PKCS12DecoderFinish>;

constexpr const char* cannot_read = "NSS could not read the key file back. Try again; if it stays so, reinstall NSS.";

/// NSS decodes only what it was told to.
void enable_ciphers() {
  for (const long cipher : {PKCS12_AES_CBC_256, PKCS12_DES_EDE3_168}) SEC_PKCS12EnableCipher(cipher, 1);
}

/// What NSS's reader finds.
struct Seen {
  std::set<Bytes> certificates;
  std::size_t keys = 0;
};

std::optional<Seen> seen_by_nss(BytesView file, const FilePassword& password) {
  enable_ciphers();
  const SlotHandle slot(check(PK11_GetInternalKeySlot(), cannot_read));
  SECItem secret = *password.utf16();
  const DecoderHandle decoder(check(
      SEC_PKCS12DecoderStart(&secret, slot.get(), nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), cannot_read));
  auto* bytes = const_cast<unsigned char*>(file.data());
  if (SEC_PKCS12DecoderUpdate(decoder.get(), bytes, file.size()) != SECSuccess ||
      SEC_PKCS12DecoderVerify(decoder.get()) != SECSuccess ||
      SEC_PKCS12DecoderIterateInit(decoder.get()) != SECSuccess)
    return std::nullopt;
  Seen seen;
  const SEC_PKCS12DecoderItem* item = nullptr;
  while (SEC_PKCS12DecoderIterateNext(decoder.get(), &item) == SECSuccess && item != nullptr) {
    if (item->type == SEC_OID_PKCS12_V1_CERT_BAG_ID && item->der != nullptr)
      seen.certificates.insert(copy(*item->der));
    if (item->type == SEC_OID_PKCS12_V1_PKCS8_SHROUDED_KEY_BAG_ID) ++seen.keys;
  }
  return seen;
}

PublicKeyHandle public_key_of(const Certificate& certificate) {
  const SECItem der = borrowed(certificate.spki);
  const KeyInfoHandle info(SECKEY_DecodeDERSubjectPublicKeyInfo(&der));
  return PublicKeyHandle(info ? SECKEY_ExtractPublicKey(info.get()) : nullptr);
}

/// The key as an object that lives in memory only.
PrivateKeyHandle open_key(const Bytes& shrouded, const FilePassword& password, SECKEYPublicKey& public_key) {
  const ArenaHandle arena(PORT_NewArena(DER_DEFAULT_CHUNKSIZE));
  SECKEYEncryptedPrivateKeyInfo info{};
  const SECItem der = borrowed(shrouded);
  if (!arena || SEC_QuickDERDecodeItem(arena.get(), &info, SEC_ASN1_GET(SECKEY_EncryptedPrivateKeyInfoTemplate),
                                       &der) != SECSuccess)
    return nullptr;
  SECItem secret = *password.form_for(info.algorithm);
  const bool rsa = public_key.keyType == rsaKey;
  SECItem public_value = rsa ? public_key.u.rsa.modulus : public_key.u.ec.publicValue;
  const SlotHandle slot(check(PK11_GetInternalSlot(), cannot_read));
  SECKEYPrivateKey* key = nullptr;
  if (PK11_ImportEncryptedPrivateKeyInfoAndReturnKey(slot.get(), &info, &secret, nullptr, &public_value, PR_FALSE,
                                                     PR_TRUE, public_key.keyType, 0, &key, nullptr) != SECSuccess)
    return nullptr;
  return PrivateKeyHandle(key);
}

/// A signature of the one is good under the other.
bool belong_together(SECKEYPrivateKey* key, SECKEYPublicKey* public_key) {
  std::array<std::uint8_t, 32> hash;
  hash.fill(0x5A);
  const SECItem digest = borrowed(hash);
  const int length = PK11_SignatureLen(key);
  if (length <= 0) return false;
  Bytes octets(static_cast<std::size_t>(length));
  SECItem signature = borrowed(octets);
  return PK11_Sign(key, &signature, &digest) == SECSuccess &&
         PK11_Verify(public_key, &signature, &digest, nullptr) == SECSuccess;
}

bool is_key_of(const Bytes& shrouded, const FilePassword& password, const Certificate& certificate) {
  const PublicKeyHandle public_key = public_key_of(certificate);
  if (!public_key) return false;
  const PrivateKeyHandle key = open_key(shrouded, password, *public_key);
  return key && belong_together(key.get(), public_key.get());
}

std::set<Bytes> expected_certificates(const KeyFileContents& contents) {
  std::set<Bytes> expected;
  for (const auto& each : contents.personal) expected.insert(each.certificate->der);
  for (const auto& each : contents.authorities) expected.insert(each.certificate->der);
  return expected;
}

}  // namespace

bool holds(BytesView key_file, const KeyFileContents& contents, const Secret& secret) {
  const FilePassword password(secret);
  const auto seen = seen_by_nss(key_file, password);
  if (!seen || seen->keys != contents.personal.size() || seen->certificates != expected_certificates(contents))
    return false;
  const auto bags = pkcs12::read(key_file, password);
  if (!bags) return false;
  std::map<Bytes, const Bytes*> keys;
  for (const Bag& bag : *bags)
    if (bag.kind == BagKind::shrouded_key) keys.emplace(bag.local_id, &bag.content);
  return std::ranges::all_of(contents.personal, [&](const NamedCertificate& each) {
    const auto& name = each.certificate->fingerprint.bytes;
    const auto found = keys.find(Bytes(name.begin(), name.end()));
    return found != keys.end() && is_key_of(*found->second, password, *each.certificate);
  });
}

}  // namespace nssbridge
