// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/key_file.hpp>
#include <nssbridge/key_file_writer.hpp>

#include "certificate_parts.hpp"
#include "check.hpp"
#include "pkcs12.hpp"
#include "token_native.hpp"

#include <algorithm>

namespace nssbridge {
namespace {

using pkcs12::Bag;
using pkcs12::BagKind;
using EncryptedKeyHandle =
    std::unique_ptr<SECKEYEncryptedPrivateKeyInfo, decltype([](SECKEYEncryptedPrivateKeyInfo* info) {
                      SECKEY_DestroyEncryptedPrivateKeyInfo(info, PR_TRUE);
                    })>;

constexpr const char* cannot_export =
    "NSS could not hand out a private key. Start the application that owns the profile and check that the certificate "
    "works there.";

/// Each key with the rounds of the whole file is what every reader expects, and readers give up on files that cost
/// too much; ours tries up to three forms of a password. More keys lie together in an encrypted safe that costs those rounds once.
bool lie_by_themselves(std::size_t keys, KeyFileScheme scheme) {
  return keys <= (scheme == KeyFileScheme::modern ? 1 : 20);
}
constexpr std::uint32_t rounds_inside = 2000, all_rounds_inside = 600'000;

std::uint32_t rounds_of_key(std::size_t keys, KeyFileScheme scheme) {
  if (lie_by_themselves(keys, scheme)) return rounds_of(scheme);
  return std::clamp<std::uint32_t>(all_rounds_inside / static_cast<std::uint32_t>(keys), 1, rounds_inside);
}

void require_exportable(const Session& session, const Certificate& certificate) {
  if (certificate.key.algorithm != "rsa" && certificate.key.algorithm != "ec")
    throw Error(Kind::not_eligible, "Only RSA and elliptic-curve keys go into a key file; this certificate has another kind "
                                    "of key.");
  auto wanted = Attributes::token_object(CKO_PRIVATE_KEY);
  wanted.bytes(CKA_ID, certificate.key_id);
  const auto handle = session.find_first(std::move(wanted));
  AttributeReader reader(session, {CKA_EXTRACTABLE});
  if (!handle || !reader.read(*handle))
    throw Error(Kind::no_private_key, "The profile has this certificate without its private key. Look for the profile or "
                                      "the file that holds the key.");
  if (!reader.flag(0).value_or(false))
    throw Error(Kind::key_not_extractable, "The private key was stored as one that must not leave its profile, so it goes "
                                           "into no key file. Ask the issuer for a new certificate.");
}

/// EncryptedPrivateKeyInfo, DER.
Bytes shrouded_key(const Token::Native& token, const Certificate& certificate, const FilePassword& password,
                   KeyFileScheme scheme, std::uint32_t rounds) {
  require_exportable(token.session, certificate);
  SECItem key_id = borrowed(certificate.key_id);
  const PrivateKeyHandle key(check(PK11_FindKeyByKeyID(token.slot.get(), &key_id, nullptr), cannot_export));
  const bool modern = scheme == KeyFileScheme::modern;
  SECItem secret = modern ? *password.utf8() : *password.utf16();
  const EncryptedKeyHandle info(check(
      PK11_ExportEncryptedPrivKeyInfoV2(
          token.slot.get(), modern ? SEC_OID_PKCS5_PBES2 : SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_3KEY_TRIPLE_DES_CBC,
          modern ? SEC_OID_AES_256_CBC : SEC_OID_UNKNOWN, modern ? SEC_OID_HMAC_SHA256 : SEC_OID_UNKNOWN, &secret,
          key.get(), static_cast<int>(rounds), nullptr),
      cannot_export));
  const ItemHandle der(check(SEC_ASN1EncodeItem(nullptr, nullptr, info.get(),
                                                SEC_ASN1_GET(SECKEY_EncryptedPrivateKeyInfoTemplate)),
                             cannot_export));
  return copy(*der);
}

/// A key that serves several certificates is written with each: readers pair one certificate with one key.
Bytes local_id(const Certificate& certificate) {
  return {certificate.fingerprint.bytes.begin(), certificate.fingerprint.bytes.end()};
}

}  // namespace

unsigned rounds_of(KeyFileScheme scheme) { return scheme == KeyFileScheme::modern ? 600'000 : 100'000; }

void require_exportable(const Token& token, const Certificate& certificate) {
  require_login(token);
  require_exportable(token.native().session, certificate);
}

Bytes write_key_file(const Token& token, const KeyFileContents& contents, const Secret& secret, KeyFileScheme scheme) {
  require_login(token);
  const FilePassword password(secret);
  const auto rounds = rounds_of_key(contents.personal.size(), scheme);
  pkcs12::Safe keys{{}, false};
  pkcs12::Safe certificates{{}, true};
  for (const auto& [certificate, name] : contents.personal) {
    keys.bags.push_back({BagKind::shrouded_key, shrouded_key(token.native(), *certificate, password, scheme, rounds), name,
                         local_id(*certificate)});
    certificates.bags.push_back({BagKind::certificate, certificate->der, name, local_id(*certificate)});
  }
  for (const auto& [certificate, name] : contents.authorities)
    certificates.bags.push_back({BagKind::certificate, certificate->der, name, {}});
  std::vector<pkcs12::Safe> safes;
  if (lie_by_themselves(contents.personal.size(), scheme)) {
    safes = {std::move(certificates), std::move(keys)};
  } else {
    std::ranges::move(keys.bags, std::back_inserter(certificates.bags));
    safes = {std::move(certificates)};
  }
  auto file = pkcs12::write(safes, password, scheme);
  if (file.size() > key_file::largest_file)
    throw Error(Kind::too_large, "This is more than a key file can hold. Export fewer certificates at a time.");
  return file;
}

}  // namespace nssbridge
