// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace host::profiles {

/// More than any profiles.ini, installs.ini or compatibility.ini has.
inline constexpr std::size_t longest_ini = 16U << 20;

/// The bytes of a regular file of at most `limit` bytes, opened without blocking and following no link;
/// nothing if there is no such file or it cannot be read.
std::optional<std::string> file_text(const std::filesystem::path& file, std::size_t limit);

}  // namespace host::profiles
