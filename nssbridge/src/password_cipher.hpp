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

/// Nothing where padding tells that it is the wrong key, or the octets are damaged.
std::optional<Bytes> decrypt(const PasswordCipher& cipher, BytesView octets);

/// The MAC was made with this form of the password.
bool verifies(const key_file::Mac& mac, const Bytes& form);

/// A private key as an object in the session. Nothing where the octets are not one in this encryption, or of a kind
/// that NSS does not know.
std::optional<CK_OBJECT_HANDLE> unwrap_private_key(const Session& session, const PasswordCipher& cipher, BytesView octets);

/// The same of a PrivateKeyInfo in clear.
std::optional<CK_OBJECT_HANDLE> import_private_key(const Session& session, BytesView info);

}  // namespace nssbridge
