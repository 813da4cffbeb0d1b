// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

namespace host::native {

/// A string of at most 1024 bytes, or a non-negative integer below 2^53.
bool is_id(const nlohmann::json& value);

/// The "id" of a request that was too strange to be taken: null where the text is a JSON value but has no
/// single usable id, nothing where it is no JSON at all. Builds nothing of what the text holds.
std::optional<nlohmann::json> top_level_id(std::string_view text);

}  // namespace host::native
