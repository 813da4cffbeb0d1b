// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>

namespace host::mail {

/// Octets of one message; mail servers take less.
inline constexpr std::size_t largest_message = std::size_t{20} << 20;
/// Of one header.
inline constexpr std::size_t largest_header = std::size_t{256} << 10;
inline constexpr std::ptrdiff_t most_header_lines = 2000;
/// Entities that are looked into for a signature, in all; nobody reads a mail of more.
inline constexpr int most_entities = 1000;

}  // namespace host::mail
