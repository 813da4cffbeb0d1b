// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/library.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Cryptographic messages (CMS, RFC 5652) that others made: who signed them, and what is in them.
namespace nssbridge::cms {

enum class Type {
  signed_data,
  enveloped_data,
  auth_enveloped_data,  ///< RFC 5083, with AES-GCM for one; NSS does not read it
  other,
};

/// What a message is. Throws Error(bad_file) for what is none.
Type type_of(BytesView message);

/// What became of one signature. What the signer's certificate is worth is judged elsewhere.
enum class Outcome {
  good,
  altered,         ///< the content is not the one that was signed
  bad,             ///< the signature itself does not verify
  no_certificate,  ///< the signer's certificate is neither in the message nor in the profile
  unsupported,     ///< an algorithm that this NSS does not have or no longer accepts
};

struct Signer {
  Outcome outcome = Outcome::bad;
  std::shared_ptr<const Certificate> certificate;  ///< null: not found
  std::optional<Time> signing_time;  ///< as the signer says; signed, but nobody else vouches for it
  std::string digest;                ///< "sha256", else the dotted OID
  /// Signed attributes from which NSS learns how to encrypt to the signer, each where it stands there once. Of the certificate that
  /// they would like mail encrypted to (RFC 8551 section 2.5.3) nothing either where it is neither in the message nor in the profile.
  std::optional<Bytes> capabilities;   ///< SMIMECapabilities, DER
  std::optional<Bytes> kept_time;      ///< the signing time as NSS keeps it
  std::shared_ptr<const Certificate> encryption_certificate;
};

struct SignedMessage {
  std::vector<Signer> signers;             ///< in the order of the message; may be empty
  std::vector<Certificate> certificates;   ///< that came along, those that can be decoded
  std::optional<Bytes> content;            ///< nothing where the signature stands beside it
};

/// Checks each signature of SignedData over `detached`, or where that is nothing over the content inside. `find` looks for
/// certificates that are not in the message, by issuer Name and serial number (both DER as the message has them). Needs an
/// initialised Library. Throws Error(bad_file).
using Find = std::function<const Certificate*(BytesView issuer, BytesView serial)>;
SignedMessage check_signatures(BytesView message, std::optional<BytesView> detached, const Find& find);

struct OpenedMessage {
  Bytes content;
  std::string cipher;  ///< "aes256-cbc", else the dotted OID
};

/// Decrypts EnvelopedData with a key of the main database, which must be logged in where it has a password. Throws
/// Error(no_private_key) where no recipient's key is there, Error(unsupported_algorithm) where this NSS cannot, Error(bad_file).
OpenedMessage decrypt(BytesView message);

}  // namespace nssbridge::cms
