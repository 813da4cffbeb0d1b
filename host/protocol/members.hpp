// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace host::protocol {

/// The member of that name; null where there is none, or where the value is no object.
const nlohmann::json& member(const nlohmann::json& object, std::string_view name);
/// Its text; empty where it is none.
std::string text_member(const nlohmann::json& object, std::string_view name);
/// Its number; 0 where it is none, or a negative or broken one.
std::size_t number_member(const nlohmann::json& object, std::string_view name);
/// Its elements; empty where it is no array.
const nlohmann::json& list_member(const nlohmann::json& object, std::string_view name);

}  // namespace host::protocol
