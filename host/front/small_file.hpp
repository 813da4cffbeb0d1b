// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <sys/types.h>
#include <filesystem>
#include <optional>
#include <string>

namespace host::front {

/// The contents of a configuration file; nothing if there is none. Throws Error(permission_denied) if anybody
/// but root and `user` can change it, Error(bad_file) if it is no regular file or larger than 1 MiB.
std::optional<std::string> read_small_file(const std::filesystem::path& file, uid_t user);

}  // namespace host::front
