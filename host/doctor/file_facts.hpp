// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <sys/types.h>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace host::doctor {

/// What there is under a name, links followed as browsers follow them.
struct FileFacts {
  bool exists = false;
  bool is_ordinary = false;
  bool is_executable = false;  ///< by this process
  bool is_changeable = false;  ///< its real path or a folder above it, by others than root and the user
};
FileFacts facts_of(const std::filesystem::path& path, uid_t user);

/// The bytes of an ordinary file of at most `most` bytes, opened without blocking; nothing otherwise.
std::optional<std::string> bytes_of(const std::filesystem::path& path, std::size_t most);

}  // namespace host::doctor
