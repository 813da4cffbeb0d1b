// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <string_view>

namespace nssbridge {

/// Appends `text` as big-endian UTF-16, which PKCS#12 uses for passwords and names (what stands beyond the basic
/// plane as a pair, as every reader of today writes it). False, and something appended, where it is no UTF-8.
bool append_utf16(Bytes& to, std::string_view text);

}  // namespace nssbridge
