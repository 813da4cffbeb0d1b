// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace host::front {

/// Starts `program --wait-for PROFILE`, which waits detached until the profile's application has ended: own
/// session, no terminal, no inherited descriptor, and exactly this environment. False if it could not be
/// started. It ends by itself if another one waits for the profile already.
bool start_waiter(const std::filesystem::path& program, const std::filesystem::path& profile,
                  const std::vector<std::string>& environment);

}  // namespace host::front
