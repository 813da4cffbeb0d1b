// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace host::protocol {

/// One JSON value from outside. Throws Error(invalid_request) without quoting anything: for what is no JSON,
/// bytes after the value, invalid UTF-8, a member that occurs twice, more than 64 levels, and numbers that no
/// double or 64-bit integer holds; and for more than `most_values` values, each of which costs far more
/// memory than its few bytes of text.
nlohmann::json parse_strictly(std::string_view text,
                              std::size_t most_values = std::numeric_limits<std::size_t>::max());

/// Is it one JSON value in UTF-8 and nothing else, so that it can become part of a JSON text as it stands?
/// Says nothing of members that occur twice, nor of depth; builds nothing.
bool is_json(std::string_view text);

/// What nlohmann's reader lets through although RFC 8259 does not: a byte order mark, which it skips, and a
/// NUL byte, which it takes for the end.
bool misleads_reader(std::string_view text);

}  // namespace host::protocol
