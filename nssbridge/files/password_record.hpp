// SPDX-License-Identifier: MPL-2.0
#pragma once
#include "database.hpp"

#include <nssbridge/database_files.hpp>

#include <optional>

namespace nssbridge::files {

/// The record of key4.db; nothing if there is none.
std::optional<PasswordRecord> read_password_record(Database& database);

}  // namespace nssbridge::files
