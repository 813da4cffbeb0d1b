// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/bulk_cipher.hpp>

#include <doctest/doctest.h>

#include <initializer_list>

/// Each outcome was seen in what a Thunderbird 153 sent (tests/end_to_end/test_recipients_in_thunderbird.py).
using namespace nssbridge;

namespace {

const Bytes aes256{0x30, 0x0B, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A},
    aes128{0x30, 0x0B, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x02},
    triple_des{0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x03, 0x07},
    rc2_40{0x30, 0x0D, 0x06, 0x08, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x03, 0x02, 0x02, 0x01, 0x28},
    rc2_128{0x30, 0x0E, 0x06, 0x08, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x03, 0x02, 0x02, 0x02, 0x00, 0x80},
    unheard_of{0x30, 0x04, 0x06, 0x02, 0x2A, 0x03};

Bytes list(std::initializer_list<Bytes> capabilities) {
  Bytes all{0x30, 0};
  for (const auto& each : capabilities) all.insert(all.end(), each.begin(), each.end());
  all[1] = static_cast<std::uint8_t>(all.size() - 2);
  return all;
}

Certificate with_key(const char* algorithm, unsigned bits) {
  Certificate certificate;
  certificate.key.algorithm = algorithm;
  certificate.key.bits = bits;
  return certificate;
}

const Certificate rsa2048 = with_key("rsa", 2048), rsa4096 = with_key("rsa", 4096), rsa512 = with_key("rsa", 512), p256 = with_key("ec", 256),
                  p384 = with_key("ec", 384);

CipherVoter silent(const Certificate& certificate) {
  return {&certificate, std::nullopt};
}

}  // namespace

TEST_CASE("without a word of their software the key decides") {
  CHECK(bulk_cipher({silent(rsa2048)}) == "aes128-cbc");
  CHECK(bulk_cipher({silent(rsa4096)}) == "aes256-cbc");
  CHECK(bulk_cipher({silent(p256)}) == "aes128-cbc");
  CHECK(bulk_cipher({silent(p384)}) == "aes256-cbc");
  CHECK(bulk_cipher({silent(rsa512)}) == "rc2-40-cbc");
  CHECK(bulk_cipher({silent(p384), silent(rsa2048)}) == "aes128-cbc");
}

TEST_CASE("their software's wishes are votes, and all must be able to read it") {
  const auto strong = list({unheard_of, aes256, aes128, triple_des}), weak = list({triple_des, aes256}), old = list({rc2_128, rc2_40}),
             only_256 = list({aes256});
  CHECK(bulk_cipher({{&rsa2048, strong}}) == "aes256-cbc");
  CHECK(bulk_cipher({{&rsa2048, weak}}) == "3des-cbc");
  CHECK(bulk_cipher({{&rsa2048, old}}) == "rc2-128-cbc");
  CHECK(bulk_cipher({{&rsa2048, old}, silent(rsa2048)}) == "rc2-40-cbc");
  CHECK(bulk_cipher({{&rsa2048, strong}, silent(rsa2048)}) == "aes128-cbc");
  CHECK(bulk_cipher({{&rsa2048, weak}, silent(rsa2048)}) == "3des-cbc");
  // Nothing in common: the weakest of all, unless an elliptic curve cannot take it.
  CHECK(bulk_cipher({{&rsa2048, only_256}, silent(rsa2048)}) == "rc2-40-cbc");
  CHECK(bulk_cipher({{&rsa2048, only_256}, silent(p256)}) == "aes128-cbc");
}

TEST_CASE("capabilities that cannot be read name none, and empty ones were never learnt") {
  const Bytes broken{0x30, 0x05}, empty;
  CHECK(bulk_cipher({{&rsa2048, broken}}) == "rc2-40-cbc");
  CHECK(bulk_cipher({{&rsa2048, empty}}) == "aes128-cbc");
}

TEST_CASE("AES is strong") {
  CHECK(is_strong_cipher("aes128-cbc"));
  CHECK_FALSE(is_strong_cipher("3des-cbc"));
}
