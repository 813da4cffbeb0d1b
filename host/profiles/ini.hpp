// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host::profiles {

/// A profiles.ini, installs.ini or compatibility.ini, read as Mozilla's nsINIParser reads it: no limits on
/// length, no comments behind a value, any bytes in it, blanks around `=` and behind a value are part of what
/// they touch; lines outside a section and lines without `=` say nothing.
class Ini {
 public:
  /// A byte order mark (UTF-8, or UTF-16 little-endian with the text in it) is understood. Never throws.
  static Ini parse(std::string_view bytes);

  /// The last value of the key, over all sections of that name.
  std::optional<std::string> get(std::string_view section, std::string_view key) const;
  /// Names of sections with at least one key, sorted.
  std::vector<std::string> sections() const;

 private:
  using Entries = std::map<std::string, std::string, std::less<>>;
  void read_line(std::string_view line, std::optional<std::string>& section);
  std::map<std::string, Entries, std::less<>> m_sections;
};

}  // namespace host::profiles
