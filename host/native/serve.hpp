// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/native/caller.hpp>

namespace host::native {

/// The whole conversation with a client: from standard input to `descriptor`. Returns the exit status once
/// everything has ended; where something does not end in time, ends the process with that status itself.
int serve(const Caller& caller, int descriptor);

}  // namespace host::native
