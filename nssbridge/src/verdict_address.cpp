// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/verdict.hpp>

#include "verdict_checks.hpp"

#include <algorithm>

namespace nssbridge {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// NUL and control characters stand in no address: one that has them was made to look like another.
bool is_plain(std::string_view text) {
  return !text.empty() &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

bool same_address(std::string_view left, std::string_view right) {
  return is_plain(left) && is_plain(right) && std::ranges::equal(left, right, {}, lower, lower);
}

bool carries_address(const Certificate& certificate, std::string_view address) {
  return std::ranges::any_of(certificate.emails,
                             [&](const std::string& each) { return same_address(each, address); });
}

bool can_serve_email(const Certificate& certificate) {
  if (certificate.is_authority) return false;
  return !certificate.extended_usages || checks::lists(certificate, checks::email_protection) ||
         checks::lists(certificate, checks::any_usage);
}

}  // namespace nssbridge
