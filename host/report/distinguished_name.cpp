// SPDX-License-Identifier: MPL-2.0
#include <host/report/distinguished_name.hpp>

#include <algorithm>
#include <vector>

namespace host::report {
namespace {

/// Takes one attribute from the front of `rest`, up to a comma or plus outside of quotes.
struct Attribute {
  std::string type, value;
};

Attribute take_attribute(std::string_view& rest) {
  Attribute attribute;
  std::string* part = &attribute.type;
  bool quoted = false;
  std::size_t at = 0;
  for (; at < rest.size(); ++at) {
    const char c = rest[at];
    if (c == '\\' && at + 1 < rest.size()) {
      *part += rest[++at];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == ',' || c == '+')) {
      break;
    } else if (c == '=' && part == &attribute.type) {
      part = &attribute.value;
    } else if (c != ' ' || part != &attribute.type) {
      *part += c;
    }
  }
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return attribute;
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string attribute_of(std::string_view name, std::string_view type) {
  while (!name.empty())
    if (const Attribute attribute = take_attribute(name); attribute.type == type) return attribute.value;
  return {};
}

std::string decimal_of(std::string_view hexadecimal) {
  constexpr std::size_t longest = 128;  // RFC 5280 allows 40
  if (hexadecimal.empty() || hexadecimal.size() > longest) return {};
  std::vector<int> decimal{0};  // the last digit first
  for (const char c : hexadecimal) {
    int carry = digit_of(c);
    if (carry < 0) return {};
    for (int& digit : decimal) {
      carry += digit * 16;
      digit = carry % 10;
      carry /= 10;
    }
    for (; carry > 0; carry /= 10) decimal.push_back(carry % 10);
  }
  std::string text;
  for (auto digit = decimal.rbegin(); digit != decimal.rend(); ++digit) text += static_cast<char>('0' + *digit);
  return text;
}

}  // namespace host::report
