// SPDX-License-Identifier: MPL-2.0
#include <host/audit/roca.hpp>

#include <array>
#include <bitset>

namespace host::audit {
namespace {

/// The primes of M for the shortest keys; M of longer ones is a multiple. Modulo 2 every odd number fits.
constexpr std::array<unsigned, 38> primes{3,  5,  7,  11, 13, 17,  19,  23,  29,  31,  37,  41,  43,
                                          47, 53, 59, 61, 67, 71,  73,  79,  83,  89,  97,  101, 103,
                                          107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};

using Remainders = std::bitset<168>;

/// What powers of 65537 leave.
std::array<Remainders, primes.size()> powers_by_prime() {
  std::array<Remainders, primes.size()> made;
  for (std::size_t row = 0; row < primes.size(); ++row)
    for (unsigned power = 1; !made[row][power]; power = power * (65537 % primes[row]) % primes[row])
      made[row].set(power);
  return made;
}

}  // namespace

bool is_roca(const mpz_class& modulus) {
  static const std::array<Remainders, primes.size()> powers = powers_by_prime();
  for (std::size_t row = 0; row < primes.size(); ++row)
    if (!powers[row][mpz_fdiv_ui(modulus.get_mpz_t(), primes[row])]) return false;
  return true;
}

}  // namespace host::audit
