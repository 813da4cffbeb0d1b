// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string>
#include <string_view>

namespace host::text {

/// The one way of names from outside into text for people: control characters, and characters that change the
/// order of text, show nothing or end a line, become "\u{XXXX}"; bytes that are no UTF-8 become "\xXX". The
/// rest stays.
std::string printable(std::string_view text);

/// The same, with at most `longest` characters and "…" where it was cut.
std::string printable(std::string_view text, std::size_t longest);

/// The columns that printable UTF-8 takes on a terminal.
std::size_t columns(std::string_view printable_text);

}  // namespace host::text
