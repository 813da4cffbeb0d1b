// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace host::prefs {

using Value = std::variant<bool, int,
                           std::string>;  ///< strings: after unescaping; UTF-8 unless `\xHH` made other bytes

/// Preferences to set; nothing = remove.
using Changes = std::map<std::string, std::optional<Value>>;

/// A prefs.js (or user.js) in memory: keeps every byte that it does not change.
class PrefsFile {
 public:
  /// Never throws on odd lines: what is not a `user_pref("name", value);` stays as it is and says nothing.
  static PrefsFile parse(std::string bytes);
  /// The last line for a name counts; a default that stands in the file (`pref` for `user_pref`) only without
  /// one.
  std::optional<Value> get(std::string_view name) const;
  std::optional<std::string> text(std::string_view name) const;  ///< nothing if absent or no string
  std::optional<bool> boolean(std::string_view name) const;
  std::optional<int> integer(std::string_view name) const;
  std::vector<std::string> names() const;
  /// Replaces (all lines of the name become one, in the place of the last) or appends. Mozilla's own escaping
  /// (rule F2). Throws Error(invalid_request) for a string with NUL, which would make Thunderbird drop the
  /// preference.
  void set(std::string_view name, const Value& value);
  void remove(std::string_view name);
  /// Many of both at once.
  void change(const Changes& changes);
  const std::string& bytes() const;

 private:
  struct Span {
    std::size_t begin, end;
  };
  struct Entry {
    Value value;  ///< of the last statement, user's values before defaults
    bool user = false;
    std::vector<Span> spans;  ///< of all statements for the name
  };
  struct Edit {
    Span span;
    std::string text;
  };
  Span with_line_break(Span span) const;
  void add_edits(std::vector<Edit>& edits, const Entry& entry, const std::string& statement) const;
  std::string edited(std::vector<Edit> edits) const;
  std::string with_added(const std::string& lines) const;

  std::string m_bytes;
  std::map<std::string, Entry, std::less<>> m_entries;
  bool m_complete = true;  ///< Mozilla would read what is appended
  std::size_t m_content_begin = 0, m_statements_end = 0;
};

/// Reads at most 64 MiB of a regular file without following a link; an absent file is empty.
/// Throws Error(permission_denied / bad_file / io_failure).
std::string read_file(const std::filesystem::path& file);

/// Rewrites `PROFILE/prefs.js` atomically with `changes` (temporary file of the same mode in the same folder,
/// fsync, read again and compared: exactly the intended preferences differ; rename, fsync of the folder). No
/// byte is written if nothing would change. Caller holds the ApplicationLock. A left-over temporary of an
/// earlier kill is removed.
void rewrite(const std::filesystem::path& profile, const Changes& changes);

/// Which file outside prefs.js decides a preference: the profile's user.js, an enterprise policy
/// (policies.json, `Preferences`), a locked default, or autoconfig (lockPref, pref in *.cfg) of the
/// application. Nothing: prefs.js decides.
std::optional<std::filesystem::path> decided_elsewhere(const std::filesystem::path& profile,
                                                       std::string_view name);

}  // namespace host::prefs
