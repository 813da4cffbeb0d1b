// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <gmpxx.h>

namespace host::audit {

/// Was made by Infineon's library for chips, whose primes are k * M + 65537^a mod M, M a product of the first
/// primes (CVE-2017-15361): modulo M such a modulus is one power of 65537. That each prime of M sees some power
/// would hold for one other key in 2^28, too many for a fleet; that all see the same one, for none in practice.
bool is_roca(const mpz_class& modulus);

}  // namespace host::audit
