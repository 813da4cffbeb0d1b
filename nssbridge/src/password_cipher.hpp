// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/key_file.hpp>

#include "handle.hpp"
#include "session.hpp"

#include <optional>

/// What NSS does with one form of a password.
namespace nssbridge {

/// A key derived from a password, and how it is used.
struct PasswordCipher {
  SymmetricKeyHandle key;
  SecretItemHandle parameter;
  CK_MECHANISM_TYPE mechanism;
};

/// Derives. Throws Error(nss_failure).
PasswordCipher derive_cipher(const key_file::Algorithm& algorithm, const Bytes& form);

/// The same for an algorithm that is decoded already, and the password as that algorithm takes it.
PasswordCipher derive_cipher(SECAlgorithmID& algorithm, const SECItem& secret);

/// Throws Error(nss_failure).
Bytes encrypt(const PasswordCipher& cipher, BytesView clear);

/// Nothing where padding tells that it is the wrong key, or the octets are damaged.
std::optional<Bytes> decrypt(const PasswordCipher& cipher, BytesView octets);

/// The MAC was made with this form of the password.
bool verifies(const key_file::Mac& mac, const Bytes& form);

/// The key of PKCS#12's own MAC (RFC 7292, appendix B). `secret`: the password in UTF-16.
SymmetricKeyHandle pkcs12_mac_key(CK_MECHANISM_TYPE derivation, int length, BytesView salt, std::uint32_t rounds,
                                  const SECItem& secret);
Bytes hmac(PK11SymKey* key, CK_MECHANISM_TYPE mechanism, BytesView content);

/// A private key as an object in the session. Nothing where the octets are not one in this encryption, or of a kind
/// that NSS does not know.
std::optional<CK_OBJECT_HANDLE> unwrap_private_key(const Session& session, const PasswordCipher& cipher, BytesView octets);

/// The same of a PrivateKeyInfo in clear.
std::optional<CK_OBJECT_HANDLE> import_private_key(const Session& session, BytesView info);

}  // namespace nssbridge
