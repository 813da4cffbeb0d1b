// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string_view>

/// Lines of a message, which end with CR LF as they travel and with LF as many programs save them.
namespace host::mail {

/// Takes one line off the front, with its end.
inline std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const auto line = rest.substr(0, end == std::string_view::npos ? end : end + 1);
  rest.remove_prefix(line.size());
  return line;
}

inline std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace host::mail
