// SPDX-License-Identifier: MPL-2.0
#include "proof_cms.hpp"

#include "certificate_parts.hpp"
#include "cms_parts.hpp"

#include <cryptohi.h>
#include <smime.h>

#include <algorithm>
#include <array>
#include <string>

namespace nssbridge {
namespace {

using RecipientHandle = Handle<NSSCMSRecipientInfo, NSS_CMSRecipientInfo_Destroy>;

constexpr std::string_view probe_text = "Does this key still sign and decrypt mail?\r\n";

BytesView text_bytes() {
  return {reinterpret_cast<const std::uint8_t*>(probe_text.data()), probe_text.size()};
}

void append(void* output, const char* bytes, unsigned long count) {
  static_cast<std::string*>(output)->append(bytes, count);
}

/// Signs by the key itself; the signer is named by a key identifier of ours because NSS would otherwise look
/// the key up.
MessageHandle signed_message(CERTCertificate* certificate, SECKEYPrivateKey* key) {
  MessageHandle message(NSS_CMSMessage_Create(nullptr));
  const PublicKeyHandle public_key(CERT_ExtractPublicKey(certificate));
  if (!message || !public_key) return nullptr;
  NSSCMSSignedData* data = NSS_CMSSignedData_Create(message.get());
  if (data == nullptr) return nullptr;
  auto* outer = NSS_CMSMessage_GetContentInfo(message.get());
  if (NSS_CMSContentInfo_SetContent_SignedData(message.get(), outer, data) != SECSuccess) return nullptr;
  auto* inner = NSS_CMSSignedData_GetContentInfo(data);
  if (NSS_CMSContentInfo_SetContent_Data(message.get(), inner, nullptr, PR_FALSE) != SECSuccess)
    return nullptr;
  std::array<std::uint8_t, 1> name{1};
  SECItem signer_name = borrowed(name);
  auto* signer = NSS_CMSSignerInfo_CreateWithSubjKeyID(message.get(), &signer_name, public_key.get(), key,
                                                       SEC_OID_SHA256);
  if (signer == nullptr || NSS_CMSSignedData_AddSignerInfo(data, signer) != SECSuccess) return nullptr;
  if (NSS_CMSSignerInfo_AddSigningTime(signer, PR_Now()) != SECSuccess) return nullptr;
  return message;
}

std::optional<std::string> encode(NSSCMSMessage* message) {
  const ArenaHandle arena(PORT_NewArena(DER_DEFAULT_CHUNKSIZE));
  std::string encoded;
  auto* encoder = arena ? NSS_CMSEncoder_Start(message, append, &encoded, nullptr, arena.get(), nullptr,
                                               nullptr, nullptr, nullptr, nullptr, nullptr)
                        : nullptr;
  if (encoder == nullptr) return std::nullopt;
  if (NSS_CMSEncoder_Update(encoder, probe_text.data(), probe_text.size()) != SECSuccess) {
    NSS_CMSEncoder_Cancel(encoder);
    return std::nullopt;
  }
  if (NSS_CMSEncoder_Finish(encoder) != SECSuccess) return std::nullopt;
  return encoded;
}

MessageHandle decode(const std::string& encoded) {
  auto* decoder = NSS_CMSDecoder_Start(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
  if (decoder == nullptr) return nullptr;
  NSS_CMSDecoder_Update(decoder, encoded.data(), encoded.size());  // Finish answers for both
  return MessageHandle(NSS_CMSDecoder_Finish(decoder));
}

bool verifies(NSSCMSMessage* message, CERTCertificate* certificate) {
  const SECItem* content = NSS_CMSMessage_GetContent(message);
  auto* level = NSS_CMSMessage_ContentLevel(message, 0);
  if (content == nullptr || level == nullptr || !std::ranges::equal(view(*content), text_bytes()))
    return false;
  if (NSS_CMSContentInfo_GetContentTypeTag(level) != SEC_OID_PKCS7_SIGNED_DATA) return false;
  auto* data = static_cast<NSSCMSSignedData*>(NSS_CMSContentInfo_GetContent(level));
  if (data == nullptr || NSS_CMSSignedData_SignerInfoCount(data) != 1) return false;
  NSSCMSSignerInfo* signer = NSS_CMSSignedData_GetSignerInfo(data, 0);
  signer->cert = CERT_DupCertificate(certificate);  // the message owns it now
  std::array<std::uint8_t, 32> hash;
  if (PK11_HashBuf(SEC_OID_SHA256, hash.data(), text_bytes().data(), static_cast<PRInt32>(probe_text.size())) !=
      SECSuccess)
    return false;
  SECItem digest = borrowed(hash);
  return NSS_CMSSignerInfo_Verify(signer, &digest, nullptr) == SECSuccess;
}

bool encode_recipient(PLArenaPool* arena, CERTCertificate* certificate, PK11SymKey* content_key,
                      SECItem& encoded) {
  const MessageHandle message(NSS_CMSMessage_Create(nullptr));
  if (!message) return false;
  const RecipientHandle recipient(NSS_CMSRecipientInfo_Create(message.get(), certificate));
  return recipient &&
         NSS_CMSRecipientInfo_WrapBulkKey(recipient.get(), content_key, SEC_OID_AES_256_CBC) == SECSuccess &&
         NSS_CMSRecipientInfo_Encode(arena, recipient.get(), &encoded) == SECSuccess;
}

/// Two handles hold the same AES key if one decrypts what the other encrypted.
bool same_key(PK11SymKey* left, PK11SymKey* right) {
  std::array<std::uint8_t, 16> vector{};
  SECItem parameter = borrowed(vector);
  std::array<std::uint8_t, 128> encrypted{}, decrypted{};
  unsigned encrypted_size = 0, decrypted_size = 0;
  if (PK11_Encrypt(left, CKM_AES_CBC_PAD, &parameter, encrypted.data(), &encrypted_size, encrypted.size(),
                   text_bytes().data(), static_cast<unsigned>(probe_text.size())) != SECSuccess)
    return false;
  if (PK11_Decrypt(right, CKM_AES_CBC_PAD, &parameter, decrypted.data(), &decrypted_size, decrypted.size(),
                   encrypted.data(), encrypted_size) != SECSuccess)
    return false;
  return std::ranges::equal(BytesView(decrypted.data(), decrypted_size), text_bytes());
}

}  // namespace

bool signs_and_verifies(CERTCertificate* certificate, SECKEYPrivateKey* key) {
  const auto message = signed_message(certificate, key);
  if (!message) return false;
  const auto encoded = encode(message.get());
  if (!encoded) return false;
  const auto received = decode(*encoded);
  return received && verifies(received.get(), certificate);
}

bool encrypts_and_decrypts(CERTCertificate* certificate, SECKEYPrivateKey* key) {
  constexpr int key_octets = 32;
  const SlotHandle slot(PK11_GetInternalSlot());
  const SymmetricKeyHandle content_key(
      PK11_KeyGen(slot.get(), CKM_AES_KEY_GEN, nullptr, key_octets, nullptr));
  const ArenaHandle arena(PORT_NewArena(DER_DEFAULT_CHUNKSIZE));
  if (!content_key || !arena) return false;
  SECItem encoded{siBuffer, nullptr, 0};
  if (!encode_recipient(arena.get(), certificate, content_key.get(), encoded)) return false;
  // A recipient of its own for reading: unwrapping notes the certificate in it and forgets one noted before.
  const RecipientHandle recipient(NSS_CMSRecipientInfo_CreateFromDER(&encoded, nullptr));
  if (!recipient) return false;
  const SymmetricKeyHandle received(
      NSS_CMSRecipientInfo_UnwrapBulkKey(recipient.get(), 0, certificate, key, SEC_OID_AES_256_CBC));
  return received && same_key(content_key.get(), received.get());
}

bool belongs_to(CERTCertificate* certificate, SECKEYPrivateKey* key) {
  const PublicKeyHandle public_key(CERT_ExtractPublicKey(certificate));
  const SECOidTag algorithm = SEC_GetSignatureAlgorithmOidTag(SECKEY_GetPrivateKeyType(key), SEC_OID_SHA256);
  if (!public_key || algorithm == SEC_OID_UNKNOWN) return false;
  SECItem signature{siBuffer, nullptr, 0};
  const int size = static_cast<int>(probe_text.size());
  if (SEC_SignData(&signature, text_bytes().data(), size, key, algorithm) != SECSuccess) return false;
  const bool good = VFY_VerifyData(text_bytes().data(), size, public_key.get(), &signature, algorithm,
                                   nullptr) == SECSuccess;
  SECITEM_FreeItem(&signature, PR_FALSE);
  return good;
}

}  // namespace nssbridge
