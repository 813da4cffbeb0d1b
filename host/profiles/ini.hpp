// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace host::profiles {

/// One section of profiles.ini or installs.ini.
struct IniSection {
  std::string name;
  std::vector<std::pair<std::string, std::string>> entries;
  /// The last value of `key`, as Mozilla's reader takes it.
  std::optional<std::string> get(std::string_view key) const;
};

/// Reads as Mozilla's nsINIParser does: no limits on length, no comments behind a value, any bytes in it; lines outside a
/// section and lines without '=' say nothing. A UTF-8 byte order mark is ignored. Never throws.
std::vector<IniSection> parse_ini(std::string_view bytes);

}  // namespace host::profiles
