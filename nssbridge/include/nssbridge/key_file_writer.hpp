// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/library.hpp>

#include <string>
#include <vector>

namespace nssbridge {

/// How a key file (PKCS#12) is protected.
enum class KeyFileScheme {
  modern,      ///< PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA256; MAC with SHA-256
  compatible,  ///< 3DES and SHA-1, for readers from before 2015 or so; weak
};

/// A certificate in a key file, and the name that readers show for it.
struct NamedCertificate {
  const Certificate* certificate;
  std::string name;
};

/// What goes into a key file.
struct KeyFileContents {
  std::vector<NamedCertificate> personal;     ///< each with its private key
  std::vector<NamedCertificate> authorities;  ///< their chains
};

/// Rounds of key derivation that protect a file of this scheme as a whole.
unsigned rounds_of(KeyFileScheme scheme);

/// Throws Error(no_private_key), Error(key_not_extractable), Error(not_eligible) for a key that is neither RSA nor EC.
void require_exportable(const Token& token, const Certificate& certificate);

/// The bytes of a key file. The keys never stand in clear in a buffer of ours: NSS hands them out encrypted.
/// Throws what require_exportable throws, Error(too_large) for more than readers take, Error(password_required).
Bytes write_key_file(const Token& token, const KeyFileContents& contents, const Secret& password,
                     KeyFileScheme scheme);

/// Reads a key file as it came back from the disk, as an import would: every certificate is there and no other, and what each
/// key signs is good under its certificate. False otherwise.
bool holds(Library& library, BytesView key_file, const KeyFileContents& contents, const Secret& password);

}  // namespace nssbridge
