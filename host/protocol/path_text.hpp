// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

/// Names of folders need not be UTF-8, and JSON is: between our own processes paths travel as base64 of their bytes.
namespace host::protocol {

std::string path_to_text(const std::filesystem::path& path);
/// Nothing for what is no base64, and for a path with NUL.
std::optional<std::filesystem::path> path_from_text(std::string_view text);

}  // namespace host::protocol
