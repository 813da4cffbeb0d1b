// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/database_files.hpp>
#include <nssbridge/library.hpp>
#include <nssbridge/smime_profile.hpp>
#include <nssbridge/trust.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// What stands in cert9.db and key4.db row by row, for a reader that has no password, starts no NSS on them, and must see
/// also what NSS would leave out. Each database is read in one transaction, after the checks of `inspect`.
namespace nssbridge::files {

enum class Reading {
  absent,           ///< no file, or one of 0 bytes
  hot_journal,      ///< an interrupted write awaits recovery: nothing was read
  write_ahead_log,  ///< even a reader would leave files beside it: nothing was read
  done
};

/// What a trust record says of one purpose, whichever class it has.
enum class StatedTrust {
  nothing,         ///< no such attribute, or one that states nothing (CKT_NSS_TRUST_UNKNOWN, CKT_TRUST_UNKNOWN)
  must_verify,     ///< as any certificate
  peer,            ///< this certificate itself, whoever issued it
  authority,       ///< all that it issued
  distrusted,
  other            ///< a value that NSS does not write
};

/// One CKO_TRUST or CKO_NSS_TRUST object as it stands; its MACs are not verified.
struct TrustRow {
  TrustEncoding encoding{};
  Bytes issuer;         ///< the Name, DER
  Bytes serial;         ///< content octets
  Bytes bound_hash;     ///< of the certificate that is meant: SHA-256 (modern) or SHA-1 (legacy)
  StatedTrust server{}, client{}, code{}, email{};
};

/// One private key as it stands: what is not encrypted, and how the rest is.
struct KeyRow {
  Bytes key_id;                        ///< CKA_ID
  std::string label;                   ///< CKA_LABEL
  std::size_t encrypted = 0;           ///< attributes whose encryption could be read
  unsigned fewest_iterations = 0;      ///< of the derivation of any of them
  bool pbes2 = true;                   ///< false: one of them is encrypted as in the key3 era, with SHA1 and 3DES
};

struct CertificateRows {
  Reading reading = Reading::absent;
  /// Each with its DER, nickname and CKA_ID alone; `decode` of row_meaning.hpp fills the rest. Handles are 0.
  std::vector<StoredCertificate> certificates;
  std::vector<TrustRow> trust;
  std::vector<SmimeProfile> smime_profiles;
};

struct KeyRows {
  Reading reading = Reading::absent;
  std::vector<KeyRow> keys;
  std::optional<PasswordRecord> password;  ///< nothing: there is no record yet
};

/// Of the database in this folder. Throws Error as `inspect` does.
CertificateRows read_certificate_rows(const std::filesystem::path& folder);
/// The certificates alone.
CertificateRows read_stored_certificates(const std::filesystem::path& folder);
KeyRows read_key_rows(const std::filesystem::path& folder);

}  // namespace nssbridge::files
