// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

/// Hashes for processes that load no NSS.
namespace host::digest {

using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4) of these octets.
Digest sha256(std::string_view octets);

/// HMAC-SHA-256 (RFC 2104) of these octets; `key` may have any length.
Digest hmac_sha256(std::span<const std::uint8_t> key, std::string_view octets);

}  // namespace host::digest
