// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <sys/types.h>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace host::front {

/// The real path of the PKCS#11 module `library`, if it may be loaded into a process of `user`; nothing where there is no such file.
/// It is code, and a profile names it: every component of the path belongs to root and can be written by nobody else. A file that
/// is among `named`, which the person typed, may be `user`'s own too. Throws Error(permission_denied).
std::optional<std::filesystem::path> loadable_module(const std::string& library, const std::vector<std::string>& named,
                                                     uid_t user);

}  // namespace host::front
