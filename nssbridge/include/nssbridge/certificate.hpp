// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <optional>
#include <string>
#include <vector>

namespace nssbridge {

/// Bits of the key usage extension (RFC 5280 4.2.1.3) under the names that S/MIME speaks of.
struct KeyUsage {
  bool digital_signature = false, non_repudiation = false, key_encipherment = false, data_encipherment = false;
  bool key_agreement = false, key_cert_sign = false, crl_sign = false;
};

struct PublicKeyInfo {
  std::string algorithm;             ///< "rsa", "ec", "ed25519", "x25519", "rsa-pss", else the dotted OID
  unsigned bits = 0;                 ///< RSA modulus length or curve size; 0 where unknown
  std::optional<std::string> curve;  ///< "P-256", "P-384", "P-521", else the dotted OID
  bool operator==(const PublicKeyInfo&) const = default;
};

/// One X.509 certificate, decoded once; a plain value that needs no NSS to be read.
/// Texts are valid UTF-8; they come from outside and must be made printable before a person sees them.
struct Certificate {
  Bytes der;
  Fingerprint fingerprint;
  std::string subject, issuer;      ///< RFC 4514-like text, as NSS writes it
  Bytes subject_der, issuer_der;    ///< the complete Name
  Bytes serial;                     ///< content octets without the tag, leading 00 kept
  Time not_before = 0, not_after = 0;
  std::vector<std::string> emails;  ///< rfc822Name of the SAN, then emailAddress of the DN; no doubles; as written
  bool emails_only_in_dn = false;
  bool has_utf8_address = false;    ///< SmtpUTF8Mailbox in the SAN (RFC 9598), which NSS reads as no address
  std::vector<std::string> policies;  ///< dotted OIDs of certificatePolicies
  PublicKeyInfo key;
  Bytes spki;                       ///< SubjectPublicKeyInfo, DER
  Bytes key_id;                     ///< CKA_ID that NSS gives: SHA-1 of the modulus / the public point
  bool is_authority = false;        ///< basicConstraints cA, or a version 1 self-issued root
  std::optional<int> path_length;
  std::optional<KeyUsage> key_usage;                         ///< nothing: extension absent; no bit: unreadable
  bool key_usage_critical = false;
  std::optional<std::vector<std::string>> extended_usages;   ///< dotted OIDs; nothing: absent; empty: unreadable
  std::optional<unsigned> netscape_type;                     ///< first byte of the bit string; nothing: absent
  bool unknown_critical_extension = false;                   ///< one that neither NSS nor mozpkix knows
  bool unknown_to_classic = false;            ///< a critical extension that mozpkix knows and NSS's classic verifier does not
  bool repeated_extension = false;            ///< an extension stands twice
  bool malformed = false;  ///< basic constraints cannot be read, or two fields contradict each other
  /// "sha256-rsa", "sha1-rsa", "md5-rsa", "ecdsa-sha256", "sha256-rsa-pss" with the usual parameters, "rsa-pss" with
  /// others, else the dotted OID.
  std::string signature_algorithm;
  std::optional<Bytes> subject_key_id, authority_key_id;
  std::optional<Bytes> web_features;                          ///< content of the TLS feature extension, DER (RFC 7633)
  std::optional<Bytes> subject_alternatives, name_constraints;  ///< content of these extensions, DER
  std::vector<std::string> issuer_urls;                      ///< caIssuers of authorityInfoAccess
  bool self_issued() const { return subject_der == issuer_der; }

  /// What Thunderbird stores in `*_cert_name`: the first non-empty of CN, OU, O, whole DN, e-mail
  /// (nsNSSCertificate::GetDisplayName; the most specific, that is last, CN).
  std::string display_name;
  /// What Thunderbird stores in `*_cert_dbkey` (nsNSSCertificate::GetDbKey): base64 of eight zero bytes, the
  /// lengths of serial and issuer as 32-bit big-endian, the serial's octets, the issuer Name.
  std::string db_key;
};

/// Decodes DER. Throws Error(bad_file) for anything that is not one certificate without trailing bytes.
Certificate decode_certificate(BytesView der);

/// What an RSA public key is made of: big-endian, as the certificate carries them.
struct RsaNumbers {
  Bytes modulus, exponent;
};
/// Nothing for other kinds of keys, and where the key cannot be read.
std::optional<RsaNumbers> rsa_numbers(const Certificate& certificate);

}  // namespace nssbridge
