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

}  // namespace tests
