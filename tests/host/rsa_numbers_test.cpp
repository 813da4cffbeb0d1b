// SPDX-License-Identifier: MPL-2.0
#include <host/audit/roca.hpp>
#include <host/audit/rsa_numbers.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/primes.hpp"

using host::audit::Exponent;
using tests::prime_after;
using tests::power_of_two;
using tests::roca_prime;

namespace {

std::filesystem::path corpora() {
  if (const char* named = std::getenv("CERTFERRY_CORPORA")) return named;
  return std::filesystem::path(CERTFERRY_TEST_CHECKOUT).parent_path() / "shared" / "corpora";
}

/// Read by OpenSSL, which is not ours.
mpz_class modulus_of(const std::filesystem::path& certificate) {
  const std::string command = "openssl x509 -noout -modulus -in '" + certificate.string() + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> piece;
  while (fgets(piece.data(), piece.size(), pipe.get()) != nullptr) text += piece.data();
  REQUIRE(text.starts_with("Modulus="));
  return mpz_class(text.substr(8, text.find('\n') - 8), 16);
}

}  // namespace

TEST_CASE("a number is read as a certificate carries it, and one that only costs time is not") {
  CHECK(host::audit::number_from(std::vector<std::uint8_t>{0, 1, 0, 1}) == mpz_class(65537));
  CHECK_FALSE(host::audit::number_from({}));
  CHECK_FALSE(host::audit::number_from(std::vector<std::uint8_t>{0, 0}));
  CHECK(host::audit::number_from(std::vector<std::uint8_t>(2048, 0xff)));
  CHECK_FALSE(host::audit::number_from(std::vector<std::uint8_t>(2049, 0xff)));
}

TEST_CASE("a key has small factors up to 65,521 and none beyond") {
  const mpz_class large = prime_after(power_of_two(1000));
  for (const unsigned long factor : {2UL, 3UL, 65521UL}) {
    CAPTURE(factor);
    CHECK(host::audit::has_small_factor(large * factor));
  }
  CHECK(host::audit::has_small_factor(1));
  CHECK(host::audit::has_small_factor(0));
  CHECK_FALSE(host::audit::has_small_factor(large * 65537));
}

TEST_CASE("close primes are found where Fermat's method finds them, also the same prime twice") {
  const mpz_class first = prime_after(power_of_two(1023) + 12345);
  CHECK(host::audit::has_close_primes(first * first));
  CHECK(host::audit::has_close_primes(first * prime_after(first)));
  CHECK(host::audit::has_close_primes(first * prime_after(first + power_of_two(500))));
  // A distance of d * 2^513 takes about d * d steps from a prime of 1,024 bits.
  CHECK(host::audit::has_close_primes(first * prime_after(first + 9 * power_of_two(513))));
  CHECK_FALSE(host::audit::has_close_primes(first * prime_after(first + 11 * power_of_two(513))));
  CHECK_FALSE(host::audit::has_close_primes(first * prime_after(first + power_of_two(1000))));
  CHECK_FALSE(host::audit::has_close_primes(first));
  CHECK_FALSE(host::audit::has_close_primes(first * 2));
  CHECK_FALSE(host::audit::has_close_primes(15));
}

TEST_CASE("an exponent is usual from 65,537 on and unusable where RSA does not work with it") {
  for (const unsigned long usual : {65537UL, 65539UL, 4294967297UL})
    CHECK(host::audit::judge_exponent(usual) == Exponent::usual);
  for (const unsigned long small : {3UL, 17UL, 65535UL}) CHECK(host::audit::judge_exponent(small) == Exponent::small);
  for (const unsigned long unusable : {0UL, 1UL, 2UL, 65536UL})
    CHECK(host::audit::judge_exponent(unusable) == Exponent::unusable);
}

TEST_CASE("a key made as Infineon's library made them is recognised, and one with a single such prime is not") {
  const mpz_class one = roca_prime(1UL << 36, 77), other = roca_prime((1UL << 36) + 99999, 1234567);
  CHECK(host::audit::is_roca(one * other));
  CHECK_FALSE(host::audit::is_roca(one * prime_after(power_of_two(255))));
  CHECK_FALSE(host::audit::is_roca(prime_after(power_of_two(1023)) * prime_after(power_of_two(1022) * 3)));
}

TEST_CASE("a modulus is no such key if one small prime takes it for another power of 65537, or for none") {
  const mpz_class one = roca_prime(1UL << 36, 77) * roca_prime((1UL << 36) + 99999, 1234567);
  mpz_class step;
  mpz_primorial_ui(step.get_mpz_t(), 167);
  step /= 11;
  mpz_class other = one;
  while ((other - one * 65537) % 11 != 0) other += step;  // the next power modulo 11, the same modulo all others
  REQUIRE(host::audit::is_roca(one));
  CHECK_FALSE(host::audit::is_roca(other));
  while (other % 11 != 2) other += step;  // modulo 11 the powers are 1 and 10
  CHECK_FALSE(host::audit::is_roca(other));
}

TEST_CASE("ROCA keys that its finders published are recognised, and a clean one is not") {
  const auto folder = corpora() / "roca";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("not tried: the published ROCA keys are not beside this tree (CERTFERRY_CORPORA names where)");
    return;
  }
  CHECK(host::audit::is_roca(modulus_of(folder / "cert04.pem")));
  CHECK(host::audit::is_roca(modulus_of(folder / "cert05.pem")));
  CHECK_FALSE(host::audit::is_roca(modulus_of(folder / "cert01.pem")));
}
