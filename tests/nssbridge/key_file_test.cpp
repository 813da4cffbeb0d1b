// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/error.hpp>
#include <nssbridge/key_file.hpp>

#include <doctest/doctest.h>

#include "../../nssbridge/keyfile/ber.hpp"
#include "../../nssbridge/keyfile/pem.hpp"
#include "../../nssbridge/src/der_writer.hpp"

using namespace nssbridge;
using namespace nssbridge::key_file;

namespace {

Bytes bytes(std::string_view text) { return {text.begin(), text.end()}; }

Kind kind_of_reading(const Bytes& file) {
  try {
    read(file);
  } catch (const Error& error) {
    return error.kind();
  }
  FAIL("it was read");
  return Kind::internal;
}

Bytes identified(std::initializer_list<std::uint8_t> oid, const Bytes& parameters) {
  return der::sequence({der::oid(Bytes(oid)), parameters});
}

/// PBKDF2 with HMAC-SHA-1; `octets`: 0 leaves the key's length away.
Bytes pbkdf2(std::uint32_t rounds, std::uint32_t octets) {
  const Bytes length = octets == 0 ? Bytes{} : der::integer(octets);
  return identified({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0C},
                    der::sequence({der::octets(bytes("salt")), der::integer(rounds), length}));
}

/// An encrypted private key by itself: AES-256.
Bytes shrouded(const Bytes& derivation) {
  const auto cipher = identified({0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A}, der::octets(Bytes(16)));
  const auto algorithm = identified({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D}, der::sequence({derivation, cipher}));
  return der::sequence({algorithm, der::octets(Bytes(32))});
}

/// A PKCS#12 with nothing in it, under PBMAC1.
Bytes under_pbmac1(const Bytes& derivation) {
  const auto hmac = identified({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x09}, {});
  const auto algorithm = identified({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0E}, der::sequence({derivation, hmac}));
  const auto mac = der::sequence({der::sequence({algorithm, der::octets(Bytes(32))}), der::octets({}), der::integer(1)});
  const auto content = identified({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01},
                                  der::element(der::context_0, {der::octets(der::sequence({}))}));
  return der::sequence({der::integer(3), content, mac});
}

Algorithm of(std::uint64_t rounds, bool from_pkcs12) { return {{0x30, 0x00}, rounds, from_pkcs12}; }

}  // namespace

TEST_CASE("BER becomes DER: definite lengths, as short as can be, octet strings in one piece") {
  // SEQUENCE, indefinite: OCTET STRING in two pieces, INTEGER with a length of two octets.
  const Bytes ber{0x30, 0x80, 0x24, 0x80, 0x04, 0x01, 'a', 0x04, 0x81, 0x01, 'b', 0x00, 0x00, 0x02, 0x82, 0x00, 0x01, 0x05, 0x00, 0x00, 0xFF};
  std::size_t used = 0;
  CHECK(to_der(ber, &used) == Bytes{0x30, 0x07, 0x04, 0x02, 'a', 'b', 0x02, 0x01, 0x05});
  CHECK(used == ber.size() - 1);
}

TEST_CASE("what is cut off anywhere, nests without end or is no element at all is refused") {
  const Bytes ber{0x30, 0x80, 0x24, 0x80, 0x04, 0x01, 'a', 0x00, 0x00, 0x00, 0x00};
  for (std::size_t size = 0; size < ber.size(); ++size) CHECK_THROWS_AS(to_der(BytesView(ber).first(size)), Error);
  Bytes deep;
  for (int i = 0; i < 100000; ++i) deep.insert(deep.end(), {0x30, 0x80});
  CHECK_THROWS_AS(to_der(deep), Error);
  CHECK_THROWS_AS(to_der(Bytes{0x1F, 0x81, 0x01, 0x00}), Error);
  CHECK_THROWS_AS(to_der(Bytes{0x04, 0x80, 0x00, 0x00}), Error);
  CHECK_THROWS_AS(to_der(Bytes{0x30, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1}), Error);
}

TEST_CASE("PEM blocks are found among other text, with any line ends") {
  const auto blocks = pem_blocks(bytes("Bag Attributes\r\n-----BEGIN A-----\r\nYWJj\r\nZA==\r\n-----END A-----\r\n"
                                       "-----BEGIN B-----\nProc-Type: 4,ENCRYPTED\n\nYQ==\n-----END B-----"));
  REQUIRE(blocks.size() == 2);
  CHECK(blocks[0].label == "A");
  CHECK(blocks[0].content == bytes("abcd"));
  CHECK(blocks[1].encrypted);
  CHECK_THROWS_AS(pem_blocks(bytes("-----BEGIN A-----\nYWJj")), Error);
  CHECK_THROWS_AS(pem_blocks(bytes("-----BEGIN A-----\n?\n-----END A-----")), Error);
  CHECK_THROWS_AS(pem_blocks(bytes("-----BEGIN A-----\nYWJj\n-----END B-----")), Error);
}

TEST_CASE("what is no key file is told apart") {
  CHECK(kind_of_reading({}) == Kind::bad_file);
  CHECK(kind_of_reading(bytes("hello")) == Kind::bad_file);
  CHECK(kind_of_reading({0x30, 0x03, 0x02, 0x01, 0x04}) == Kind::bad_file);
  CHECK(kind_of_reading({0xFE, 0xED, 0xFE, 0xED}) == Kind::unsupported_algorithm);
  CHECK(kind_of_reading(Bytes(largest_file + 1, 0x30)) == Kind::too_large);
}

TEST_CASE("attributes that are none are left out, and the bag stays") {
  // A certificate bag whose set of attributes holds an INTEGER and an empty SEQUENCE.
  const Bytes bag{0x30, 0x2A, 0x30, 0x28, 0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A,
                  0x01, 0x03, 0xA0, 0x12, 0x30, 0x10, 0x06, 0x0A, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01,
                  0x09, 0x16, 0x01, 0xA0, 0x02, 0x04, 0x00, 0x31, 0x05, 0x02, 0x01, 0x05, 0x30, 0x00};
  const auto bags = read_safe(bag);
  REQUIRE(bags.size() == 1);
  CHECK(bags.front().kind == Bag::Kind::certificate);
  CHECK(bags.front().name.empty());
}

TEST_CASE("the rounds of all encryptions count, times the forms of a password that are tried on each") {
  File file;
  file.mac.emplace();
  file.mac->derivation = of(1'000'000, true);
  file.sealed.push_back({of(1'000'000, false), {}});
  Bag key{};
  key.kind = Bag::Kind::shrouded_key;
  key.algorithm = of(1'000'000, false);
  file.bags.push_back(key);
  CHECK(rounds(file, {}) == 3'000'000);
  CHECK(rounds(file, {1, 2}) == most_rounds);
  CHECK_THROWS_AS(rounds(file, {2, 2}), Error);
  CHECK_THROWS_AS(rounds(file, {1, 2}, 1), Error);
  file.bags.front().algorithm.rounds = ~std::uint64_t{0};
  CHECK_THROWS_AS(rounds(file, {}), Error);
}

TEST_CASE("PBKDF2 takes its rounds for each block of the key, so a long key costs more") {
  CHECK(rounds(read(shrouded(pbkdf2(1'000, 0))), {}) == 2'000);
  CHECK(rounds(read(shrouded(pbkdf2(1'000, 32))), {}) == 2'000);
  CHECK(kind_of_reading(shrouded(pbkdf2(2'500'001, 32))) == Kind::bad_file);
  CHECK(rounds(read(shrouded(pbkdf2(1'000, 16))), {}) == 1'000);
  CHECK(rounds(read(under_pbmac1(pbkdf2(1'000, 20))), {}) == 1'000);
  CHECK(rounds(read(under_pbmac1(pbkdf2(1'000, 256))), {}) == 13'000);
  CHECK(kind_of_reading(under_pbmac1(pbkdf2(1'200'000, 256))) == Kind::bad_file);
  CHECK(kind_of_reading(under_pbmac1(pbkdf2(1'000, 0))) == Kind::bad_file);
}

TEST_CASE("a private key in clear is read as DER and as bare base64 too; one in the form of its algorithm alone is named") {
  const auto info = der::sequence({der::integer(0), identified({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01}, {}), der::octets({})});
  for (const auto& file : {info, bytes(to_base64(info)), bytes(to_base64(info).insert(8, "\r\n") + "\n")}) {
    const auto bags = read(file).bags;
    REQUIRE(bags.size() == 1);
    CHECK(bags.front().kind == Bag::Kind::key);
    CHECK(bags.front().content == info);
  }
  CHECK(kind_of_reading(der::sequence({der::integer(0), der::integer(77), der::integer(3)})) == Kind::unsupported_algorithm);
  CHECK(kind_of_reading(der::sequence({der::integer(1), der::octets({})})) == Kind::unsupported_algorithm);
  CHECK(kind_of_reading(bytes("aGVsbG8=")) == Kind::bad_file);
}
