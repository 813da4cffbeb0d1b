// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <optional>
#include <string>
#include <vector>

/// Files that hold keys and certificates, as a reader sees them that trusts nothing and knows no password yet: PKCS#12
/// (RFC 7292) in BER or DER, PKCS#7 (.p7b), certificates, each also in PEM armour. No NSS: nothing is derived here.
namespace nssbridge::key_file {

/// How octets are encrypted, or a MAC is made, with a password.
struct Algorithm {
  Bytes identifier;         ///< AlgorithmIdentifier, DER
  std::uint64_t rounds = 0; ///< that are run through in all: PBKDF2 takes its own for each block of the key
  bool from_pkcs12 = false; ///< derives as PKCS#12 itself does, from UTF-16; else (PBKDF) from the octets as they are
};

struct Mac {
  Algorithm derivation;     ///< PBMAC1 (RFC 9579) if not from_pkcs12
  std::string hash;         ///< of the HMAC: "SHA-256"
  Bytes salt;               ///< of PKCS#12's own derivation
  Bytes value;
  Bytes content;            ///< what it is over
};

struct Bag {
  enum class Kind { certificate, key, shrouded_key, secret };
  Kind kind;
  Bytes content;            ///< DER of a certificate or PrivateKeyInfo; encrypted octets of a shrouded key; octets of a secret
  Algorithm algorithm;      ///< of a shrouded key
  std::string name;         ///< friendlyName, UTF-8; may be empty
  Bytes local_id;           ///< localKeyID, the same on a key and its certificate; may be empty
};

/// Bags under one encryption.
struct SealedSafe {
  Algorithm algorithm;
  Bytes octets;
};

enum class Format { pkcs12, pkcs7, certificates };

struct File {
  Format format = Format::certificates;
  std::optional<Mac> mac;
  std::vector<Bag> bags;            ///< readable at once
  std::vector<SealedSafe> sealed;
  bool needs_password() const;
};

/// No key file is larger, neither one that is read nor one that is written.
constexpr std::size_t largest_file = std::size_t{10} << 20;
/// Nor is what lies beside a whole backup's: enough for ten thousand correspondents.
constexpr std::size_t largest_companion = std::size_t{24} << 20;
/// Rule F5: beyond so many rounds of derivation in all, a file is not read.
constexpr std::uint64_t most_rounds = 5'000'000;
constexpr std::size_t most_bags = 10'000;

/// Recognises what it is by its content and takes it apart. Throws Error(bad_file) for what is cut short, damaged or no
/// such file, Error(unsupported_algorithm), Error(too_large) beyond `largest` octets.
File read(BytesView file, std::size_t largest = largest_file);

/// The bags of a safe that was decrypted. Throws like `read`.
std::vector<Bag> read_safe(BytesView safe_contents);

/// How many forms of a password are tried on each encryption, by what it derives from.
struct Forms {
  std::uint64_t utf16 = 1, octets = 1;
};

/// Rounds of everything that the password has to be derived for, on top of those `before`. Throws Error(bad_file) if they
/// come to more than `most_rounds`.
std::uint64_t rounds(const File& file, Forms forms, std::uint64_t before = 0);

}  // namespace nssbridge::key_file
