// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/prefs/prefs.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace host::prefs {

/// One `user_pref("name", value);` and where it stands.
struct Statement {
  std::string name;
  Value value;
  bool locked = false;    ///< default files can say so: then no other file changes the preference
  std::size_t begin = 0;  ///< first byte of the word
  std::size_t end = 0;    ///< one behind the semicolon
};

struct Parsed {
  std::vector<Statement> statements;
  /// False: something stands open at the end (a string, a comment, a statement without semicolon) or a NUL byte ends
  /// the file early, so that Mozilla would not read what is appended.
  bool complete = false;
};

/// prefs.js and user.js know `user_pref`; the application's own files also `pref`, `sticky_pref` and attributes.
enum class Dialect { user, defaults };

/// Reads what Mozilla's preference parser reads. A statement with an error says nothing, and reading goes on behind the
/// next semicolon that is a token. Never throws.
Parsed parse_statements(std::string_view bytes, Dialect dialect);

/// A string as Mozilla writes it into prefs.js, in double quotes: only `\`, `"`, line feed and carriage return are escaped.
std::string as_mozilla_writes(std::string_view text);

}  // namespace host::prefs
