// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>

namespace host::worker {

/// Waits until the profile's application has ended, applies the pending selections, and ends. One waiter a profile: a
/// second one ends at once. Returns the exit code.
int wait_and_apply(const std::filesystem::path& folder);

}  // namespace host::worker
