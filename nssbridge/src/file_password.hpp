// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/key_file_writer.hpp>
#include <nssbridge/secret.hpp>

#include "handle.hpp"

/// What NSS does with the password of a key file: encryption and the MAC of PKCS#12 (RFC 7292, RFC 8018).
namespace nssbridge {

inline void free_algorithm(SECAlgorithmID* algorithm) {
  SECOID_DestroyAlgorithmID(algorithm, PR_TRUE);
}
using AlgorithmHandle = Handle<SECAlgorithmID, free_algorithm>;

/// One password in the two forms that a PKCS#12 file wants it in; wiped at the end.
class FilePassword {
 public:
  /// Throws Error(invalid_request) for what is no UTF-8.
  explicit FilePassword(const Secret& password);
  ~FilePassword();
  FilePassword(const FilePassword&) = delete;

  /// For PBES2: the octets as they are.
  const SECItem* utf8() const { return &m_utf8; }
  /// For everything of PKCS#12 itself: big-endian UTF-16 and two octets of zero behind it.
  const SECItem* utf16() const { return &m_utf16; }
  /// What this algorithm takes.
  SECItem* form_for(SECAlgorithmID& algorithm) const;

 private:
  std::vector<std::uint8_t> m_octets, m_units;
  mutable SECItem m_utf8{}, m_utf16{};
};

struct MacParameters {
  SECOidTag hash;  ///< SEC_OID_SHA256 or SEC_OID_SHA1
  Bytes salt;
  std::uint32_t rounds;
};

Bytes random_octets(std::size_t count);
AlgorithmHandle new_encryption(KeyFileScheme scheme, std::uint32_t rounds);
/// The DER of an AlgorithmIdentifier.
Bytes encoded(SECAlgorithmID* algorithm);
Bytes encrypt(SECAlgorithmID& algorithm, const FilePassword& password, BytesView clear);
Bytes mac_of(const MacParameters& parameters, const FilePassword& password, BytesView content);

}  // namespace nssbridge
