// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <gmpxx.h>

namespace host::audit {

/// Was made by Infineon's library for chips, whose primes are k * M + 65537^a mod M, M a product of the first
/// primes (CVE-2017-15361): modulo each of these primes such a modulus is a power of 65537. One in about 2^150
/// other keys looks the same.
bool is_roca(const mpz_class& modulus);

}  // namespace host::audit
