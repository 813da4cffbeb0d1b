// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <gmpxx.h>

#include <cstdint>
#include <optional>
#include <span>

/// What is wrong with an RSA key by its public numbers alone. Nothing here is secret, and nothing needs NSS.
namespace host::audit {

/// Big-endian, as a certificate carries it. Nothing for zero or more than 16,384 bits: whoever made a longer
/// number wants readers to spend time on it, and no application uses it.
std::optional<mpz_class> number_from(std::span<const std::uint8_t> bytes);

/// Has a factor below 65,536 (or is that small itself).
bool has_small_factor(const mpz_class& modulus);

/// Its two primes are so near each other that Fermat's method finds them in 100 steps.
bool has_close_primes(const mpz_class& modulus);

enum class Exponent {
  usual,    ///< odd, 65,537 or more
  small,    ///< odd, from 3 on: valid, but below what the S/MIME requirements (6.1.6) recommend
  unusable  ///< even, or below 3
};
Exponent judge_exponent(const mpz_class& exponent);

}  // namespace host::audit
