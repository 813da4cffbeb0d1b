// SPDX-License-Identifier: MPL-2.0
#include <host/front/extension_id.hpp>

#include <algorithm>

namespace host::front {
namespace {

/// toolkit/components/extensions/schemas/manifest.json, "FirefoxSpecificProperties".
constexpr std::size_t longest = 80;

bool is_hexadecimal(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
         c == '_';
}

bool is_guid(std::string_view text) {
  constexpr std::string_view form = "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";
  return std::equal(text.begin(), text.end(), form.begin(), form.end(), [](char given, char wanted) {
    return wanted == 'x' ? is_hexadecimal(given) : given == wanted;
  });
}

bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at + 1 == text.size()) return false;
  const std::string_view name = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  return std::all_of(name.begin(), name.end(), is_word) && std::all_of(domain.begin(), domain.end(), is_word);
}

}  // namespace

bool is_extension_id(std::string_view text) {
  return text.size() <= longest && (is_guid(text) || is_address(text));
}

}  // namespace host::front
