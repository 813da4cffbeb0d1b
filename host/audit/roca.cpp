// SPDX-License-Identifier: MPL-2.0
#include <host/audit/roca.hpp>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

namespace host::audit {
namespace {

/// The primes of M for the shortest keys; M of longer ones is a multiple. Modulo 2 every odd number fits.
constexpr std::array<unsigned, 38> primes{3,  5,  7,  11, 13, 17,  19,  23,  29,  31,  37,  41,  43,
                                          47, 53, 59, 61, 67, 71,  73,  79,  83,  89,  97,  101, 103,
                                          107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};

/// Which power of 65537 a number is modulo one prime: all exponents that leave `exponent` modulo `order`.
struct Logarithm {
  unsigned exponent, order;
};

std::optional<Logarithm> logarithm(unsigned long remainder, unsigned prime) {
  std::optional<unsigned> found;
  unsigned exponent = 0, power = 1;
  do {
    if (power == remainder) found = exponent;
    power = power * (65537 % prime) % prime;
    ++exponent;
  } while (power != 1);
  if (!found) return std::nullopt;
  return Logarithm{*found, exponent};
}

/// Some exponent fits both. Where each two agree, one exponent fits all.
bool agree(const Logarithm& one, const Logarithm& other) {
  const unsigned common = std::gcd(one.order, other.order);
  return one.exponent % common == other.exponent % common;
}

}  // namespace

bool is_roca(const mpz_class& modulus) {
  std::array<Logarithm, primes.size()> logarithms;
  for (std::size_t row = 0; row < primes.size(); ++row) {
    const auto found = logarithm(mpz_fdiv_ui(modulus.get_mpz_t(), primes[row]), primes[row]);
    if (!found) return false;
    const auto known_end = logarithms.begin() + static_cast<std::ptrdiff_t>(row);
    if (!std::all_of(logarithms.begin(), known_end, [&](const Logarithm& known) { return agree(known, *found); }))
      return false;
    logarithms[row] = *found;
  }
  return true;
}

}  // namespace host::audit
