// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/builtin_roots.hpp>
#include <nssbridge/library.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace nssbridge;

TEST_CASE("every shipped root is found by its fingerprint and by its subject") {
  Library library;
  const auto& all = builtin_roots();
  CHECK(all.size() > 100);
  std::set<Fingerprint> seen;
  for (const auto& root : all) {
    CHECK(seen.insert(root.certificate.fingerprint).second);
    const auto* found = find_builtin_root(root.certificate.fingerprint);
    REQUIRE(found != nullptr);
    CHECK(found->certificate.der == root.certificate.der);
    const auto same_name = builtin_roots_for(root.certificate.subject_der);
    CHECK(std::ranges::find(same_name, found) != same_name.end());
    CHECK(root.certificate.is_authority);
    CHECK_FALSE(root.certificate.malformed);
  }
  library.close();
}

TEST_CASE("what is not shipped is not found") {
  CHECK(find_builtin_root(Fingerprint{}) == nullptr);
  CHECK(builtin_roots_for(Bytes{0x30, 0x00}).empty());
}

TEST_CASE("the list names its application and trusts some roots for mail and some for the web only") {
  Library library;
  CHECK(builtin_roots_version().starts_with("Thunderbird "));
  CHECK(std::ranges::any_of(builtin_roots(), &BuiltinRoot::email_trusted));
  CHECK(std::ranges::any_of(builtin_roots(), &BuiltinRoot::web_trusted));
  CHECK(std::ranges::any_of(builtin_roots(),
                            [](const auto& root) { return root.web_trusted && !root.email_trusted; }));
  CHECK(std::ranges::any_of(builtin_roots(),
                            [](const auto& root) { return root.email_trusted && !root.web_trusted; }));
  library.close();
}
