// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include "handle.hpp"

#include <cms.h>
#include <secoidt.h>

/// What reading a cryptographic message takes in several places.
namespace nssbridge {

using MessageHandle = Handle<NSSCMSMessage, NSS_CMSMessage_Destroy>;

namespace cms {

/// Throws Error(bad_file).
[[noreturn]] void refuse_message();

/// Null where NSS cannot read it, or decrypt it on the way; NSS's error says why.
MessageHandle decoded_message(BytesView encoded);

/// What the outermost layer of a message is, SignedData or another structure that `type` names. Throws Error(bad_file) where it is another.
void* outermost(NSSCMSMessage& message, SECOidTag type);

/// How a message names a certificate: the views point into it.
struct NamedCertificate {
  BytesView issuer, serial;  ///< Name, DER; content octets
  BytesView key_id;          ///< of the subject key identifier; the others are empty then
};

/// The value of a signed attribute that stands there once and has one value (NSS_CMSAttribute_GetValue, which libsmime3 does not
/// export).
std::optional<Bytes> signed_attribute(const NSSCMSSignerInfo& signer, SECOidTag type);

/// What an SMIMEEncryptionKeyPreference (RFC 8551 section 2.5.3), DER, names; nothing where it cannot be read.
std::optional<NamedCertificate> encryption_preference(BytesView value);

}  // namespace cms
}  // namespace nssbridge
