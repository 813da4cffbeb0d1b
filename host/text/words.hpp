// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace host::text {

/// "Firefox" for "firefox"; what is neither, as a short name.
std::string application_name(std::string_view wire_name);

/// A name from outside in a sentence: printable, with at most `longest` characters on the screen and "…"
/// where it was cut. An escape is never cut.
std::string short_name(std::string_view name, std::size_t longest);

/// 64 digits in groups of four, eight groups a line, each line after `indent` and ended by a line feed.
std::string fingerprint_groups(std::string_view digits, std::string_view indent);

/// "the private key of 1 certificate", "the private keys of 2 certificates".
std::string private_keys_of(std::size_t certificates);

/// In the single quotes of any shell.
std::string single_quoted(std::string_view text);

/// As one word of any shell: in quotes only where it needs them.
std::string shell_word(std::string_view text);

}  // namespace host::text
