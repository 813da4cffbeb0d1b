// SPDX-License-Identifier: MPL-2.0
#pragma once

/// What this kernel offers for confining the process that reads profiles. Asking changes nothing.
namespace host::confinement {

/// Which version of Landlock there is: 4 and later also know TCP, 6 and later signals and abstract sockets.
/// 0: none, so files are protected by nothing but the system's own rights.
int landlock_version();

/// System calls can be forbidden.
bool filters_system_calls();

}  // namespace host::confinement
