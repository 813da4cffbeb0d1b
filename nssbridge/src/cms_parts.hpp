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

}  // namespace cms
}  // namespace nssbridge
