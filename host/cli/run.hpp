// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace host::cli {

/// The whole command line program. Returns its exit status.
int run(int count, const char* const* words);

}  // namespace host::cli
