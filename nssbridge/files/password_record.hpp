// SPDX-License-Identifier: MPL-2.0
#pragma once
#include "database.hpp"

#include <nssbridge/database_files.hpp>

#include <optional>

namespace nssbridge::files {

/// How a value of NSS's is encrypted: DER of SEQUENCE { AlgorithmIdentifier, OCTET STRING }.
struct Derivation {
  unsigned iterations = 0;
  bool pbes2 = false;  ///< false: PKCS#12 SHA1-3DES of the key3 era
};
/// Nothing for what is no such value.
std::optional<Derivation> derivation_of(BytesView encrypted_value);

/// Of a salt so long, and of the check value: DER that says how the key is made from the password.
PasswordRecord decode_password_record(std::size_t salt_length, BytesView check_value);

/// The record of key4.db; nothing if there is none.
std::optional<PasswordRecord> read_password_record(Database& database);

}  // namespace nssbridge::files
