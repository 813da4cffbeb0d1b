// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>

namespace host::mail {

/// Octets of one message; mail servers take less.
inline constexpr std::size_t largest_message = std::size_t{20} << 20;

}  // namespace host::mail
