// SPDX-License-Identifier: MPL-2.0
// Cases run in the order of their files, so what is asked here is what all other files of the program have done.
#include <host/audit/rule_table.hpp>

#include <doctest/doctest.h>

#include <string>

#include "audit_profile.hpp"

TEST_CASE("every rule of the table was found in one case and absent in another (with all cases of this program before)") {
  REQUIRE_FALSE(tests::looked_for().empty());
  for (const auto& rule : host::audit::rules) {
    const std::string name(rule.id);
    // Put in when findings are counted, without looking at any profile: see audit_finding_test.cpp.
    if (name == "FINDINGS-LEFT-OUT") continue;
    CAPTURE(name);
    const auto looked = tests::looked_for().find(name);
    REQUIRE(looked != tests::looked_for().end());
    CHECK(looked->second.found > 0);
    CHECK(looked->second.absent > 0);
  }
}
