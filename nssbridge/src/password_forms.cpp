// SPDX-License-Identifier: MPL-2.0
#include "password_forms.hpp"

#include <nssbridge/error.hpp>

#include "utf16.hpp"

#include <string.h>

#include <algorithm>

namespace nssbridge {
namespace {

Bytes utf16(std::string_view text) {
  Bytes units;
  units.reserve(2 * text.size() + 2);  // never moved, so that nothing of it is left behind
  if (!append_utf16(units, text))
    throw Error(Kind::invalid_request, "The password of the key file is not UTF-8. Type it in a terminal that uses UTF-8.");
  units.insert(units.end(), 2, 0);
  return units;
}

/// OpenSSL before 1.1: each octet of what was typed as a unit of its own.
Bytes widened(std::string_view text) {
  Bytes units;
  units.reserve(2 * text.size() + 2);
  for (const char octet : text) {
    units.push_back(0);
    units.push_back(static_cast<std::uint8_t>(octet));
  }
  units.insert(units.end(), 2, 0);
  return units;
}

/// What a terminal of the time before UTF-8 gave; empty where that had no such letters.
Bytes latin_1(const Bytes& utf16_units) {
  Bytes octets;
  octets.reserve(utf16_units.size() / 2);
  for (std::size_t i = 0; i + 2 < utf16_units.size(); i += 2) {
    if (utf16_units[i] != 0) return {};
    octets.push_back(utf16_units[i + 1]);
  }
  return octets;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

SecretOctets::~SecretOctets() {
  if (!m_octets.empty()) ::explicit_bzero(m_octets.data(), m_octets.size());
}

PasswordForms::PasswordForms(const Secret& password) {
  const auto text = password.expose();
  m_utf16.emplace_back(utf16(text));
  if (!is_ascii(text)) m_utf16.emplace_back(widened(text));
  // No password at all is something else than an empty one, and programs differ in what they write.
  if (text.empty()) m_utf16.emplace_back(Bytes{});
  m_octets.emplace_back(Bytes(text.begin(), text.end()));
  // NSS before 3.31 or so derived from UTF-16 also where the standard wants the octets.
  m_octets.emplace_back(utf16(text));
  if (is_ascii(text)) return;
  if (auto octets = latin_1(m_utf16.front().octets()); !octets.empty()) m_octets.emplace_back(std::move(octets));
}

}  // namespace nssbridge
