// SPDX-License-Identifier: MPL-2.0
#include <host/digest/digest.hpp>

#include <nettle/hmac.h>
#include <nettle/sha2.h>

namespace host::digest {
namespace {

const std::uint8_t* bytes_of(std::string_view octets) {
  return reinterpret_cast<const std::uint8_t*>(octets.data());
}

}  // namespace

Digest sha256(std::string_view octets) {
  sha256_ctx context;
  sha256_init(&context);
  sha256_update(&context, octets.size(), bytes_of(octets));
  Digest digest;
  sha256_digest(&context, digest.size(), digest.data());
  return digest;
}

Digest hmac_sha256(std::span<const std::uint8_t> key, std::string_view octets) {
  hmac_sha256_ctx context;
  hmac_sha256_set_key(&context, key.size(), key.data());
  hmac_sha256_update(&context, octets.size(), bytes_of(octets));
  Digest digest;
  hmac_sha256_digest(&context, digest.size(), digest.data());
  return digest;
}

}  // namespace host::digest
