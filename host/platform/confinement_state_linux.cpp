// SPDX-License-Identifier: MPL-2.0
#include <host/confinement/state.hpp>

#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace host::confinement {

int landlock_version() {
  constexpr unsigned ask_for_version = 1;
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, ask_for_version);
  return version > 0 ? static_cast<int>(version) : 0;
}

bool filters_system_calls() {
  const std::uint32_t wanted = SECCOMP_RET_ERRNO;
  return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &wanted) == 0;
}

}  // namespace host::confinement
