// SPDX-License-Identifier: MPL-2.0
// Stands in for wiping_allocator.cpp where a sanitizer brings the allocator.
#include <nssbridge/memory.hpp>

namespace nssbridge {

bool memory_was_refused() { return false; }

}  // namespace nssbridge
