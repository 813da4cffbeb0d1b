// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace nssbridge {

/// Somebody in this process, NSS and SQLite included, asked for memory and got none. What they then say or leave out is
/// not to be relied on. Always false under AddressSanitizer, which brings an allocator of its own.
bool memory_was_refused();

}  // namespace nssbridge
