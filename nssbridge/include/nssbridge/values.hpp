// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nssbridge {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;
/// Seconds since 1970-01-01T00:00:00Z.
using Time = std::int64_t;

/// SHA-256 of a certificate's DER: the only name of a certificate in this project.
struct Fingerprint {
  std::array<std::uint8_t, 32> bytes{};
  /// 64 lower-case hexadecimal digits.
  std::string hex() const;
  /// All 64 digits, in either case; spaces and colons between them are allowed. Nothing else is.
  static std::optional<Fingerprint> parse(std::string_view text);
  auto operator<=>(const Fingerprint&) const = default;
};

/// Lower-case hexadecimal.
std::string to_hex(BytesView bytes);
/// Base64 of RFC 4648 section 4 on one line (NSS's own encoder breaks lines, its decoder takes junk).
std::string to_base64(BytesView bytes);
/// Strict: alphabet, padding and length must be right; nothing otherwise.
std::optional<Bytes> from_base64(std::string_view text);
/// RFC 3339 in UTC with seconds, e.g. "2026-11-24T10:00:00Z".
std::string to_rfc3339(Time time);
std::optional<Time> from_rfc3339(std::string_view text);

/// Invalid UTF-8 becomes U+FFFD; everything else stays.
std::string to_valid_utf8(std::string_view text);

}  // namespace nssbridge
