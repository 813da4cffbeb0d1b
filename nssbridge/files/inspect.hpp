// SPDX-License-Identifier: MPL-2.0
#pragma once
#include "database.hpp"

#include <nssbridge/database_rows.hpp>

#include <filesystem>
#include <functional>

namespace nssbridge::files {

/// Opens a database as rule F1 says and hands it to `read` if it can be read without leaving a trace. Throws Error as
/// `inspect` does, and what `read` throws.
Reading read_checked(const std::filesystem::path& file, const std::function<void(Database&)>& read);

/// Throws Error(permission_denied) if this process may not enter the folder.
void require_enterable(const std::filesystem::path& profile);

}  // namespace nssbridge::files
