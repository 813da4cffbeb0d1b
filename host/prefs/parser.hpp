// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/prefs/prefs.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace host::prefs {

/// Skipped at the beginning of a file, an error anywhere else.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// One `user_pref("name", value);` and where it stands. `pref`, `sticky_pref` and `lock_pref` set the
/// default, over which a user's value wins unless it is locked.
struct Statement {
  std::string name;
  Value value;
  bool user = false;      ///< user_pref
  bool locked = false;    ///< lock_pref, or the attribute: no other file changes the preference
  std::size_t begin = 0;  ///< first byte of the word
  std::size_t end = 0;    ///< one behind the semicolon
};

struct Parsed {
  std::vector<Statement> statements;
  /// False: something stands open at the end (a string, a comment, a statement without semicolon) or a NUL
  /// byte ends the file early, so that Mozilla would not read what is appended.
  bool complete = false;
  std::size_t content_begin = 0;  ///< behind a byte order mark
};

/// The application's own files know attributes, prefs.js and user.js do not.
enum class Dialect { user, defaults };

/// Reads what Mozilla's preference parser reads. A statement with an error says nothing, and reading goes on
/// behind the next semicolon that is a token. Never throws.
Parsed parse_statements(std::string_view bytes, Dialect dialect);

/// A string as Mozilla writes it into prefs.js, in double quotes: only `\`, `"`, line feed and carriage
/// return are escaped.
std::string as_mozilla_writes(std::string_view text);

}  // namespace host::prefs
