// SPDX-License-Identifier: MPL-2.0
#include <host/digest/digest.hpp>
#include <nssbridge/values.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using host::digest::hmac_sha256;
using host::digest::sha256;
using nssbridge::to_hex;

TEST_CASE("SHA-256 is that of FIPS 180-4's examples") {
  CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("HMAC-SHA-256 is that of RFC 4231, also with a key that is longer than a block") {
  const auto hmac = [](std::size_t length, std::uint8_t octet, std::string_view text) {
    return to_hex(hmac_sha256(std::vector<std::uint8_t>(length, octet), text));
  };
  CHECK(hmac(20, 0x0b, "Hi There") == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hmac(131, 0xaa, "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}
