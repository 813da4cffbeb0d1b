// SPDX-License-Identifier: MPL-2.0
#include <host/digest/digest.hpp>

#include <doctest/doctest.h>

#include "audit_profile.hpp"
#include "support/primes.hpp"

using namespace tests;
using nssbridge::Bytes;
using nssbridge::Certificate;

namespace {

Bytes element(std::uint8_t tag, const Bytes& content) {
  Bytes der{tag, 0x82, static_cast<std::uint8_t>(content.size() >> 8), static_cast<std::uint8_t>(content.size())};
  der.insert(der.end(), content.begin(), content.end());
  return der;
}

Bytes both(Bytes left, const Bytes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Bytes integer(const mpz_class& number) {
  Bytes octets((mpz_sizeinbase(number.get_mpz_t(), 2) + 8) / 8, 0);
  std::size_t count = 0;
  mpz_export(octets.data() + (octets.size() - (mpz_sizeinbase(number.get_mpz_t(), 2) + 7) / 8), &count, 1, 1, 1, 0, number.get_mpz_t());
  return element(0x02, octets);
}

/// The same certificate with another RSA key.
Certificate with_key(const mpz_class& modulus, const mpz_class& exponent = 65537) {
  return changed(AuditProfile::get("plain"), [&](Certificate& each) {
    const Bytes numbers = element(0x30, both(integer(modulus), integer(exponent)));
    each.spki = element(0x30, both(element(0x30, {}), element(0x03, both({0}, numbers))));
    each.key_id = integer(modulus);
    each.key.bits = static_cast<unsigned>(mpz_sizeinbase(modulus.get_mpz_t(), 2));
  });
}

mpz_class prime(unsigned bits, unsigned long offset) { return prime_after(3 * power_of_two(bits - 2) + offset); }

std::string said_of(const Certificate& certificate, const std::string& rule) {
  AuditProfile profile;
  profile.add_with_key(certificate);
  return profile.said(rule);
}

mpz_class far_apart() { return prime(1000, 1) * prime(1048, 1); }

}  // namespace

TEST_CASE("KEY-RSA-SHORT: by length, milder for old mail") {
  CHECK(said_of(AuditProfile::get("key-rsa512"), "KEY-RSA-SHORT") == "error");
  CHECK(said_of(AuditProfile::get("key-rsa1016"), "KEY-RSA-SHORT") == "error");
  CHECK(said_of(AuditProfile::get("key-rsa1024"), "KEY-RSA-SHORT") == "warning");
  CHECK(said_of(AuditProfile::get("plain"), "KEY-RSA-SHORT").empty());
  CHECK(said_of(AuditProfile::get("key-P-256"), "KEY-RSA-SHORT").empty());
  CHECK(said_of(changed(AuditProfile::get("key-rsa1024"), [](Certificate& each) { each.not_after = each.not_before; }),
                "KEY-RSA-SHORT") == "note");
  AuditProfile profile;
  const auto& authority = profile.add("by-rsa1024");
  CHECK(profile.said("KEY-RSA-SHORT").empty());
  profile.trust(authority, AuditProfile::Stated::must_verify, AuditProfile::Stated::authority);
  CHECK(profile.said("KEY-RSA-SHORT") == "warning");
}

TEST_CASE("KEY-RSA-EXPONENT: even, below 3, below 65537") {
  for (const unsigned exponent : {1U, 3U, 65535U, 65538U}) CHECK(said_of(with_key(far_apart(), exponent), "KEY-RSA-EXPONENT") == "warning");
  CHECK(said_of(with_key(far_apart(), 65537), "KEY-RSA-EXPONENT").empty());
  CHECK(said_of(with_key(far_apart(), power_of_two(64) + 1), "KEY-RSA-EXPONENT").empty());
}

TEST_CASE("KEY-ROCA: whoever's certificate it is") {
  const mpz_class modulus = roca_prime(1UL << 40, 1234) * roca_prime(1UL << 41, 4321);
  CHECK(said_of(with_key(modulus), "KEY-ROCA") == "error");
  CHECK(said_of(AuditProfile::get("plain"), "KEY-ROCA").empty());
  AuditProfile profile;
  profile.add(with_key(modulus));
  CHECK(profile.said("KEY-ROCA") == "error");
}

TEST_CASE("KEY-FACTORABLE: small factors and close primes") {
  AuditProfile profile;
  profile.add_with_key(with_key(prime(2040, 1) * 251));
  profile.add_with_key(with_key(prime(1024, 1) * prime(1024, 5)));
  const auto found = of_rule(profile.examine(), "KEY-FACTORABLE");
  REQUIRE(found.size() == 2);
  CHECK(found[0].severity == host::audit::Severity::error);
  CHECK(found[0].evidence["how"] == "small-factor");
  CHECK(found[1].evidence["how"] == "close-primes");
  CHECK(said_of(with_key(far_apart()), "KEY-FACTORABLE").empty());
  CHECK(said_of(AuditProfile::get("plain"), "KEY-FACTORABLE").empty());
}

TEST_CASE("KEY-KNOWN-COMPROMISED: only with a list that has it, whoever's certificate it is") {
  AuditProfile profile;
  const auto plain = profile.add("plain");
  CHECK(profile.said("KEY-KNOWN-COMPROMISED").empty());
  host::audit::KnownKeys list{nssbridge::Fingerprint{}};
  profile.facts.known_keys = &list;
  CHECK(profile.said("KEY-KNOWN-COMPROMISED").empty());
  list.insert({host::digest::sha256({reinterpret_cast<const char*>(plain.spki.data()), plain.spki.size()})});
  CHECK(profile.said("KEY-KNOWN-COMPROMISED") == "error");
}

TEST_CASE("KEY-UNSUPPORTED: what Thunderbird can do nothing with") {
  CHECK(said_of(AuditProfile::get("key-ed25519"), "KEY-UNSUPPORTED") == "warning");
  CHECK(said_of(AuditProfile::get("key-secp256k1"), "KEY-UNSUPPORTED") == "warning");
  for (const std::string name : {"plain", "key-P-256", "key-P-384", "key-P-521"}) CHECK(said_of(AuditProfile::get(name), "KEY-UNSUPPORTED").empty());
}

TEST_CASE("KEY-ORPHAN: a private key that no certificate belongs to") {
  AuditProfile profile;
  profile.add_with_key("plain");
  CHECK(profile.said("KEY-ORPHAN").empty());
  profile.facts.keys->push_back({.key_id = {1, 2, 3}, .label = {}});
  const auto found = of_rule(profile.examine(), "KEY-ORPHAN");
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == host::audit::Severity::warning);
  CHECK(found[0].evidence["keyId"] == "010203");
  CHECK(found[0].subject == "010203");
  profile.facts.keys.reset();
  CHECK(profile.said("KEY-ORPHAN").empty());
}

TEST_CASE("KEY-MISSING-FOR-OLD-MAIL: expired, an identity's own, for encryption, and surely without its key") {
  AuditProfile profile;
  profile.add("expired");
  CHECK(profile.said("KEY-MISSING-FOR-OLD-MAIL").empty());
  profile.identity("ALICE@example.test");
  CHECK(profile.said("KEY-MISSING-FOR-OLD-MAIL") == "note");
  profile.facts.identities->front().email = "bob@example.test";
  CHECK(profile.said("KEY-MISSING-FOR-OLD-MAIL").empty());
  profile.facts.identities->front().email = "alice@example.test";
  profile.facts.keys.reset();
  CHECK(profile.said("KEY-MISSING-FOR-OLD-MAIL").empty());
  AuditProfile with_its_key;
  with_its_key.identity();
  with_its_key.add_with_key("expired");
  CHECK(with_its_key.said("KEY-MISSING-FOR-OLD-MAIL").empty());
}
