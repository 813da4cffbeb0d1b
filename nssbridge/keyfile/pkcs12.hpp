// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/key_file.hpp>

#include "../src/der_reader.hpp"

namespace nssbridge::key_file {

/// Contents of a PFX behind its version.
File read_pfx(DerReader pfx);
/// A bag of a private key, also where it stands alone: EncryptedPrivateKeyInfo, PrivateKeyInfo.
Bag shrouded_key(DerReader info);

}  // namespace nssbridge::key_file
