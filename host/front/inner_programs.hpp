// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <vector>

namespace host::front {

/// Where installations put the programs that nobody calls, the likeliest first.
std::vector<std::filesystem::path> installed_inner_programs();

}  // namespace host::front
