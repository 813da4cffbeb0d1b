// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/version.hpp>

#include <charconv>

namespace nssbridge {
namespace {

/// Takes the number at the start of `text` and what separates it from the next one.
unsigned next_field(std::string_view& text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.starts_with('.'))
    text.remove_prefix(1);
  else
    text = {};
  return error == std::errc() ? value : 0;
}

}  // namespace

bool older(std::string_view left, std::string_view right) {
  while (!left.empty() || !right.empty()) {
    const unsigned a = next_field(left), b = next_field(right);
    if (a != b) return a < b;
  }
  return false;
}

}  // namespace nssbridge
