// SPDX-License-Identifier: MPL-2.0
#include <host/audit/shared_primes.hpp>

#include <doctest/doctest.h>

#include <vector>

#include "support/primes.hpp"

using host::audit::with_shared_primes;

namespace {

/// Different primes of 256 bits, always the same ones.
std::vector<mpz_class> primes(std::size_t count) {
  std::vector<mpz_class> made;
  mpz_class last = tests::power_of_two(255);
  while (made.size() < count) made.push_back(last = tests::prime_after(last + 1000003));
  return made;
}

using Answer = std::vector<bool>;

}  // namespace

TEST_CASE("keys that share a prime are found wherever they stand, and no others") {
  const auto p = primes(12);
  const std::vector<mpz_class> clean{p[0] * p[1], p[2] * p[3], p[4] * p[5], p[6] * p[7], p[8] * p[9]};
  CHECK(with_shared_primes(clean) == Answer(5, false));
  for (std::size_t count = 1; count <= clean.size(); ++count)
    for (std::size_t partner = 0; partner < count; ++partner) {
      CAPTURE(count);
      CAPTURE(partner);
      std::vector<mpz_class> keys(clean.begin(), clean.begin() + static_cast<std::ptrdiff_t>(count));
      keys.push_back(p[2 * partner] * p[10]);
      Answer expected(count + 1, false);
      expected[partner] = expected[count] = true;
      CHECK(with_shared_primes(keys) == expected);
    }
}

TEST_CASE("a key whose two primes are each in another key is found with both") {
  const auto p = primes(5);
  const std::vector<mpz_class> keys{p[0] * p[1], p[2] * p[3], p[0] * p[2], p[4] * p[4]};
  CHECK(with_shared_primes(keys) == Answer{true, true, true, false});
}

TEST_CASE("the same key in two places shares nothing, but both places are named where another key does") {
  const auto p = primes(5);
  const mpz_class twice = p[0] * p[1];
  CHECK(with_shared_primes(std::vector<mpz_class>{twice, p[2] * p[3], twice}) == Answer{false, false, false});
  CHECK(with_shared_primes(std::vector<mpz_class>{twice, p[1] * p[4], twice}) == Answer{true, true, true});
}

TEST_CASE("a multiple of a key that somebody made up tells nothing about that key") {
  const auto p = primes(6);
  const mpz_class honest = p[0] * p[1];
  CHECK(with_shared_primes(std::vector<mpz_class>{honest, honest * p[2], p[3] * p[4]}) == Answer{false, true, false});
  CHECK(with_shared_primes(std::vector<mpz_class>{honest, honest * 3, honest * p[2]}) == Answer{false, true, true});
  CHECK(with_shared_primes(std::vector<mpz_class>{honest, honest * 3, p[1] * p[5]}) == Answer{true, true, true});
}

TEST_CASE("without keys, with one, and with numbers that are none, nothing is shared") {
  CHECK(with_shared_primes({}).empty());
  CHECK(with_shared_primes(std::vector<mpz_class>{15}) == Answer{false});
  CHECK(with_shared_primes(std::vector<mpz_class>{0, 1, 15, 0}) == Answer(4, false));
}
