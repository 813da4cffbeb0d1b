// SPDX-License-Identifier: MPL-2.0
#include <host/front/private_memory.hpp>
#include <nssbridge/error.hpp>

#include <sys/prctl.h>
#include <sys/resource.h>

namespace host::front {

void keep_memory_private() {
  const rlimit none{0, 0};
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || ::setrlimit(RLIMIT_CORE, &none) != 0)
    throw nssbridge::Error(nssbridge::Kind::internal,
                           "The memory of this process cannot be kept from others. Nothing was done.");
}

}  // namespace host::front
