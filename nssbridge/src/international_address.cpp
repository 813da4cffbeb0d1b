// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/international_address.hpp>

#include <nssbridge/verdict.hpp>

#include <idn2.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

namespace nssbridge {
namespace {

/// The domain as the name service knows it; nothing for one that cannot be. `domain` is UTF-8 without NUL.
std::optional<std::string> ascii_form(const std::string& domain) {
  char* made = nullptr;
  const int status = ::idn2_to_ascii_8z(domain.c_str(), &made, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<char, decltype(&::idn2_free)> owned(made, &::idn2_free);
  if (status != IDN2_OK) return std::nullopt;
  return std::string(made);
}

struct Parts {
  std::string_view local;
  std::string domain;
};

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::optional<Parts> parts_of(std::string_view address) {
  const auto at = address.rfind('@');
  if (at == std::string_view::npos || address.find('\0') != std::string_view::npos) return std::nullopt;
  return Parts{address.substr(0, at), std::string(address.substr(at + 1))};
}

}  // namespace

bool same_in_other_form(std::string_view left, std::string_view right) {
  // Of two in ASCII both have the same form; thousands of correspondents are told so at once.
  if (is_ascii(left) && is_ascii(right)) return false;
  const auto a = parts_of(left), b = parts_of(right);
  if (!a || !b || same_address(left, right) || !same_address(a->local, b->local)) return false;
  const auto first = ascii_form(a->domain), second = ascii_form(b->domain);
  return first && second && same_address(*first, *second);
}

bool carries_in_other_form(const Certificate& certificate, std::string_view address) {
  return std::ranges::any_of(certificate.emails, [&](const std::string& each) { return same_in_other_form(each, address); });
}

}  // namespace nssbridge
