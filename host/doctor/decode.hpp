// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace host::doctor {

/// The four bytes that a browser read as the length of a message, as text if they are text: what a program
/// wrote to its standard output that was no message. Firefox says "tried to send a message of N bytes".
std::optional<std::string> text_in_length(std::uint32_t length);

/// Explains such a length to a person.
std::string explain_length(std::uint32_t length);

/// The number in what was typed, with separators of thousands; nothing if it is none below 2^32.
std::optional<std::uint32_t> length_from(std::string_view typed);

}  // namespace host::doctor
