// SPDX-License-Identifier: MPL-2.0
#pragma once
#include "database.hpp"

namespace nssbridge::files {

/// Throws Error(profile_unreadable) unless the schema has nothing but tables and indexes without expressions: a view makes
/// NSS hang, a trigger runs inside its writes, and so does whatever a generated column, a CHECK or an index computes.
void require_plain_schema(Database& database);

/// Throws Error(profile_unreadable) if a value of these tables is larger than any honest one: NSS reads it into memory.
void require_small_values(Database& database);

}  // namespace nssbridge::files
