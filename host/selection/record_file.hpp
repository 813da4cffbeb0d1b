// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>

#include <nlohmann/json_fwd.hpp>

/// Files of ours in a profile that hold one JSON value each.
namespace host::selection {

/// Atomic and synced, mode 0600, in a folder of mode 0700 that is made if missing. Throws Error(io_failure).
void write_record(const std::filesystem::path& file, const nlohmann::json& value, const std::filesystem::path& profile);
/// What cannot be read as a record is a discarded value.
nlohmann::json read_record(const std::filesystem::path& file);

}  // namespace host::selection
