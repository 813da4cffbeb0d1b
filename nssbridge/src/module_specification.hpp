// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string>

namespace nssbridge {

/// A value of a module specification: inside '...', with a backslash before what would end it.
inline std::string specification_value(const std::string& text) {
  std::string result = "'";
  for (char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

}  // namespace nssbridge
