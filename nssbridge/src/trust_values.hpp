// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/database_rows.hpp>

/// The numbers that trust objects hold, without NSS's headers; trust_record.cpp compares them with those.
namespace nssbridge {

namespace legacy_value {
inline constexpr std::uint32_t peer = 0xCE534351, authority = 0xCE534352, must_verify = 0xCE534353, unknown = 0xCE534355;
inline constexpr std::uint32_t old_unknown = 0xCE534354;  // CKT_NSS_MUST_VERIFY of before 2012, "really means trust unknown"
inline constexpr std::uint32_t not_trusted = 0xCE53435A;
}  // namespace legacy_value

namespace modern_value {
inline constexpr std::uint32_t unknown = 0, peer = 1, authority = 2, not_trusted = 3, must_verify = 4;
}  // namespace modern_value

constexpr files::StatedTrust stated_trust(TrustEncoding encoding, std::uint32_t value) {
  using files::StatedTrust;
  if (encoding == TrustEncoding::modern) {
    switch (value) {
      case modern_value::unknown: return StatedTrust::nothing;
      case modern_value::peer: return StatedTrust::peer;
      case modern_value::authority: return StatedTrust::authority;
      case modern_value::not_trusted: return StatedTrust::distrusted;
      case modern_value::must_verify: return StatedTrust::must_verify;
      default: return StatedTrust::other;
    }
  }
  switch (value) {
    case legacy_value::unknown:
    case legacy_value::old_unknown: return StatedTrust::nothing;
    case legacy_value::peer: return StatedTrust::peer;
    case legacy_value::authority: return StatedTrust::authority;
    case legacy_value::not_trusted: return StatedTrust::distrusted;
    case legacy_value::must_verify: return StatedTrust::must_verify;
    default: return StatedTrust::other;
  }
}

/// What a verifier makes of it.
constexpr Trust effect_of(files::StatedTrust stated) {
  if (stated == files::StatedTrust::authority) return Trust::trusted;
  if (stated == files::StatedTrust::distrusted) return Trust::distrusted;
  return Trust::none;
}

}  // namespace nssbridge
