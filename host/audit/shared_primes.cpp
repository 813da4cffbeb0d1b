// SPDX-License-Identifier: MPL-2.0
#include <host/audit/shared_primes.hpp>

#include <algorithm>

namespace host::audit {
namespace {

using Level = std::vector<mpz_class>;

/// Level 0 is what is given; each next one has the products of pairs, the last one the product of all.
std::vector<Level> products_of(Level numbers) {
  std::vector<Level> levels{std::move(numbers)};
  while (levels.back().size() > 1) {
    const Level& below = levels.back();
    Level above((below.size() + 1) / 2);
    for (std::size_t pair = 0; pair < above.size(); ++pair)
      above[pair] = 2 * pair + 1 < below.size() ? mpz_class(below[2 * pair] * below[2 * pair + 1]) : below[2 * pair];
    levels.push_back(std::move(above));
  }
  return levels;
}

/// The product of all, modulo the square of each number.
Level product_modulo_squares(const std::vector<Level>& levels) {
  Level remainders = levels.back();
  for (auto level = levels.rbegin() + 1; level != levels.rend(); ++level) {
    Level next(level->size());
    for (std::size_t place = 0; place < next.size(); ++place)
      next[place] = remainders[place / 2] % ((*level)[place] * (*level)[place]);
    remainders = std::move(next);
  }
  return remainders;
}

/// What each has in common with the product of all others; 1: nothing.
Level common_with_others(const Level& numbers) {
  Level common = product_modulo_squares(products_of(numbers));
  for (std::size_t place = 0; place < numbers.size(); ++place)
    common[place] = gcd(mpz_class(common[place] / numbers[place]), numbers[place]);
  return common;
}

/// Both primes of it may be in others, or one other may be a multiple of it. The second takes no knowledge of its primes:
/// anybody can make such a key to have this one suspected.
bool has_proper_factor_in_one(const mpz_class& number, const Level& others) {
  return std::ranges::any_of(others, [&](const mpz_class& other) {
    const mpz_class common = gcd(other, number);
    return common != 1 && common != number;
  });
}

Level without_doubles(std::span<const mpz_class> moduli) {
  Level different(moduli.begin(), moduli.end());
  std::sort(different.begin(), different.end());
  different.erase(std::unique(different.begin(), different.end()), different.end());
  std::erase_if(different, [](const mpz_class& number) { return number < 2; });
  return different;
}

}  // namespace

std::vector<bool> with_shared_primes(std::span<const mpz_class> moduli) {
  std::vector<bool> shared(moduli.size(), false);
  const Level different = without_doubles(moduli);
  if (different.size() < 2) return shared;

  const Level common = common_with_others(different);
  Level suspects;
  for (std::size_t place = 0; place < different.size(); ++place)
    if (common[place] != 1) suspects.push_back(different[place]);
  for (std::size_t key = 0; key < moduli.size(); ++key) {
    const auto found = std::lower_bound(different.begin(), different.end(), moduli[key]);
    if (found == different.end() || *found != moduli[key]) continue;
    const mpz_class& factor = common[static_cast<std::size_t>(found - different.begin())];
    shared[key] = factor != 1 && (factor != *found || has_proper_factor_in_one(*found, suspects));
  }
  return shared;
}

}  // namespace host::audit
