// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <string_view>

namespace fuzz {

/// A folder of this process for targets that read files: the one in CERTFERRY_FUZZ_SCRATCH, else a new one,
/// which stays.
const std::filesystem::path& scratch();

/// Makes `name` below the scratch folder, with its folders.
std::filesystem::path write_file(const std::filesystem::path& name, std::string_view bytes);

}  // namespace fuzz
