// SPDX-License-Identifier: MPL-2.0
#pragma once
#include "handle.hpp"

/// What S/MIME does with a key, tried once. The key is given, not searched for: where two databases are open
/// NSS's own search takes whichever it meets first, and it lists every certificate there is.
namespace nssbridge {

/// Makes a signed CMS message, reads it again and verifies its signature with the certificate's public key.
/// The validity of the certificate plays no part.
bool signs_and_verifies(CERTCertificate* certificate, SECKEYPrivateKey* key);

/// Encrypts a content key to the certificate as a CMS recipient, and lets the private key get it back.
bool encrypts_and_decrypts(CERTCertificate* certificate, SECKEYPrivateKey* key);

/// A bare signature, for certificates that allow neither of the above.
bool belongs_to(CERTCertificate* certificate, SECKEYPrivateKey* key);

}  // namespace nssbridge
