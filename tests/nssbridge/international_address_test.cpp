// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/international_address.hpp>
#include <nssbridge/verdict.hpp>

#include <doctest/doctest.h>

#include <string>

using nssbridge::same_address;
using nssbridge::same_in_other_form;

TEST_CASE("a domain in its own letters and in its xn-- form is the same mailbox, and another address to Thunderbird") {
  constexpr const char* own = "user@b\u00fccher.example";
  for (const char* other : {"user@xn--bcher-kva.example", "USER@XN--BCHER-KVA.EXAMPLE"}) {
    CHECK(same_in_other_form(own, other));
    CHECK(same_in_other_form(other, own));
    CHECK_FALSE(same_address(own, other));
  }
  CHECK(same_in_other_form("user@B\u00dcCHER.example", own));
}

TEST_CASE("another mailbox, another domain and what is no domain stay different") {
  CHECK_FALSE(same_in_other_form("user@b\u00fccher.example", "other@xn--bcher-kva.example"));
  CHECK_FALSE(same_in_other_form("user@b\u00fccher.example", "user@xn--bcher-kvb.example"));
  CHECK_FALSE(same_in_other_form("user@b\u00fccher.example", "user@bucher.example"));
  CHECK_FALSE(same_in_other_form("\u00fcser@example.test", "xn--ser-goa@example.test"));
  CHECK_FALSE(same_in_other_form("user@b\xfc" "cher.example", "user@xn--bcher-kva.example"));
  CHECK_FALSE(same_in_other_form("b\u00fccher.example", "xn--bcher-kva.example"));
  CHECK_FALSE(same_in_other_form(std::string("user@b\u00fccher.example\0", 21), "user@xn--bcher-kva.example"));
}

TEST_CASE("the very same address is not in another form") {
  CHECK_FALSE(same_in_other_form("user@b\u00fccher.example", "user@b\u00fccher.example"));
  CHECK_FALSE(same_in_other_form("user@example.test", "USER@example.test"));
}
