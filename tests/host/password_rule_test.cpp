// SPDX-License-Identifier: MPL-2.0
#include <host/export/password_rule.hpp>

#include <doctest/doctest.h>

#include "support/nss_fixtures.hpp"

using host::exporting::is_weak;

TEST_CASE("a password is weak by its length, its digits and how much it repeats") {
  for (const std::string weak : {"", "elevenchars", "1234567890123456789", "aaaabbbbccccdddd", "\u00e4\u00f6\u00fc\u00df\u20ac\u00e9\u00e8\u00ea"}) {
    CAPTURE(weak);
    CHECK(is_weak(tests::secret(weak)));
  }
  for (const std::string fit : {"twelve chars", "12345678901234567890", "1234567890a\u00e4", "correct horse battery staple"}) {
    CAPTURE(fit);
    CHECK_FALSE(is_weak(tests::secret(fit)));
  }
}
