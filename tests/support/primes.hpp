// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <gmpxx.h>

namespace tests {

inline mpz_class power_of_two(unsigned long exponent) { return mpz_class(1) << exponent; }

inline mpz_class prime_after(const mpz_class& number) {
  mpz_class prime;
  mpz_nextprime(prime.get_mpz_t(), number.get_mpz_t());
  return prime;
}

/// As the library in the chips did: k * M + 65537^a mod M.
inline mpz_class roca_prime(unsigned long k, unsigned long a) {
  mpz_class product, power;
  mpz_primorial_ui(product.get_mpz_t(), 167);
  for (;; ++k) {
    mpz_class base = 65537;
    mpz_powm_ui(power.get_mpz_t(), base.get_mpz_t(), a, product.get_mpz_t());
    const mpz_class candidate = k * product + power;
    if (mpz_probab_prime_p(candidate.get_mpz_t(), 30) != 0) return candidate;
  }
}

}  // namespace tests
