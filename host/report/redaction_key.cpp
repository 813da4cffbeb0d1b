// SPDX-License-Identifier: MPL-2.0
#include <host/report/redaction.hpp>
#include <nssbridge/error.hpp>

#include <string.h>
#include <array>

namespace host::report {
namespace {

using nssbridge::Error;
using nssbridge::Kind;

constexpr std::size_t key_octets = 32;

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

nssbridge::Secret redaction_key(std::string_view octets) {
  if (octets.size() == key_octets) return nssbridge::Secret(octets);
  if (octets.ends_with('\n')) octets.remove_suffix(1);
  std::array<char, key_octets> key{};
  bool good = octets.size() == 2 * key_octets;
  for (std::size_t at = 0; good && at < key_octets; ++at) {
    const int high = digit_of(octets[2 * at]), low = digit_of(octets[2 * at + 1]);
    good = high >= 0 && low >= 0;
    key[at] = static_cast<char>(high * 16 + low);
  }
  nssbridge::Secret secret(key);
  explicit_bzero(key.data(), key.size());
  if (!good)
    throw Error(Kind::invalid_request, "A key for redaction has 32 octets, or 64 hexadecimal digits. Make one with: openssl rand -hex 32");
  return secret;
}

}  // namespace host::report
