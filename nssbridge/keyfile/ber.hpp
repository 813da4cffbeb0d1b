// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

namespace nssbridge::key_file {

/// The first element of BER as DER spells it: definite lengths as short as can be, octet strings in one piece. What
/// stands behind the element is left alone; `used` is how much of `ber` it took. Throws Error(bad_file).
Bytes to_der(BytesView ber, std::size_t* used = nullptr);

}  // namespace nssbridge::key_file
