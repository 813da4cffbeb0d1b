// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace host::protocol {

/// One JSON value from outside. Throws Error(invalid_request) without quoting anything: for what is no JSON,
/// bytes after the value, invalid UTF-8, a member that occurs twice, more than 64 levels, and numbers that no
/// double or 64-bit integer holds; and for more than `most_values` values, each of which costs far more memory
/// than its few bytes of text.
nlohmann::json parse_strictly(std::string_view text,
                              std::size_t most_values = std::numeric_limits<std::size_t>::max());

}  // namespace host::protocol
