// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

/// JSON Schema, draft 2020-12, as far as our own schemas use it. A keyword or format outside of that is an
/// error in a schema and stops the check with Error(internal): nothing is let through because nobody
/// understood it.
namespace host::protocol::schema {

/// The schema of a method, or "shapes". Parsed on first use, then kept until the process ends; any thread may
/// ask. Throws Error(internal) for a name that no schema has.
const nlohmann::json& document(std::string_view name);

enum class Side { params, result };

/// What is wrong with `value`, in one English sentence that quotes the schema and never the value; nothing if
/// it conforms.
std::optional<std::string> fault(std::string_view method, Side side, const nlohmann::json& value);
/// The same for a shape of shapes.json, such as "Error".
std::optional<std::string> fault_in_shape(std::string_view shape, const nlohmann::json& value);

}  // namespace host::protocol::schema
