// SPDX-License-Identifier: MPL-2.0
#pragma once
#include "handle.hpp"

#include <cms.h>

/// What reading a cryptographic message takes in several places.
namespace nssbridge {

using MessageHandle = Handle<NSSCMSMessage, NSS_CMSMessage_Destroy>;

namespace cms {

/// Throws Error(bad_file).
[[noreturn]] void refuse_message();

}  // namespace cms
}  // namespace nssbridge
