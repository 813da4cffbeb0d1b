// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/prefs/prefs.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace host::prefs {

/// One `user_pref(...)`, `pref(...)`, `sticky_pref(...)`, `lockPref(...)` or `defaultPref(...)` of a file.
struct Statement {
  std::string function;   ///< the word before the parenthesis
  std::string name;
  Value value;
  std::size_t begin = 0;  ///< first byte of the word
  std::size_t end = 0;    ///< one behind the semicolon
};

/// Reads what Mozilla's preference parser (modules/libpref/parser) reads: comments of three kinds, strings in either quotes
/// with its escapes, integers of 32 bits, true and false. A statement with an error says nothing, and reading goes on
/// behind the next semicolon. Never throws.
std::vector<Statement> parse_statements(std::string_view bytes);

/// A string as Mozilla writes it into prefs.js, in double quotes: only `\`, `"`, line feed and carriage return are escaped.
std::string as_mozilla_writes(std::string_view text);

}  // namespace host::prefs
