// SPDX-License-Identifier: MPL-2.0
#include <host/audit/rsa_numbers.hpp>

namespace host::audit {
namespace {

constexpr std::size_t most_bits = 16384;
constexpr unsigned long small_factors_end = 65536;
constexpr int fermat_steps = 100;

/// One division by the product of all small primes and one gcd cost less than thousands of trial divisions.
const mpz_class& product_of_small_primes() {
  static const mpz_class product = [] {
    mpz_class made;
    mpz_primorial_ui(made.get_mpz_t(), small_factors_end);
    return made;
  }();
  return product;
}

}  // namespace

std::optional<mpz_class> number_from(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty() && bytes.front() == 0) bytes = bytes.subspan(1);
  if (bytes.empty() || bytes.size() > most_bits / 8) return std::nullopt;
  mpz_class number;
  mpz_import(number.get_mpz_t(), bytes.size(), 1, 1, 1, 0, bytes.data());
  return number;
}

bool has_small_factor(const mpz_class& modulus) {
  if (modulus < small_factors_end) return true;
  return gcd(mpz_class(product_of_small_primes() % modulus), modulus) != 1;
}

bool has_close_primes(const mpz_class& modulus) {
  if (modulus < small_factors_end || mpz_even_p(modulus.get_mpz_t())) return false;
  mpz_class middle = sqrt(modulus);
  if (middle * middle < modulus) ++middle;
  mpz_class square = middle * middle - modulus;
  for (int step = 0; step < fermat_steps; ++step) {
    // 1 times the modulus is no factoring; with a modulus this long the search does not get there.
    if (mpz_perfect_square_p(square.get_mpz_t()) != 0) return true;
    square += 2 * middle + 1;
    ++middle;
  }
  return false;
}

Exponent judge_exponent(const mpz_class& exponent) {
  if (exponent < 3 || mpz_even_p(exponent.get_mpz_t())) return Exponent::unusable;
  return exponent < 65537 ? Exponent::small : Exponent::usual;
}

}  // namespace host::audit
