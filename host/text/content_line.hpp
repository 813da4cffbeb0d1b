// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string>
#include <string_view>

namespace host::text {

/// A line of a calendar (RFC 5545, 3.1) or a card (RFC 2426, 2.6), ended with CR LF: it has at most 75 octets, longer ones go on after a
/// space. No character of UTF-8 is divided.
std::string content_line(std::string_view line);

}  // namespace host::text
