// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace host::confinement {

/// Takes from this process and its children, for good, every system call that reading and writing profiles
/// does not need and that leads out: new sockets and connections, other programs, other processes' memory,
/// keyrings, mounts, namespaces, the kernel itself. They fail with EPERM. Also gives up new privileges. What
/// is open stays usable. False if the kernel filters no system calls; new privileges are given up all the
/// same.
bool forbid_system_calls();

}  // namespace host::confinement
