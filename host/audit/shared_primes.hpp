// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <gmpxx.h>

#include <span>
#include <vector>

namespace host::audit {

/// For each modulus, whether it has a factor in common with a different one of them: then anybody who sees both
/// public keys has the private ones. The same modulus twice is one key in two places and no finding; neither is a key
/// that another is only a multiple of (the other one is). The cost
/// grows a little faster than the number of keys, by products and remainders of a tree (Bernstein's batch gcd).
std::vector<bool> with_shared_primes(std::span<const mpz_class> moduli);

}  // namespace host::audit
