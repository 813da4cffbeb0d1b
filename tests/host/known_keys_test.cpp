// SPDX-License-Identifier: MPL-2.0
#include <host/audit/known_keys.hpp>
#include <nssbridge/error.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace host::audit;

namespace {

const std::string ones(64, '1'), capitals(64, 'A');

std::string refusal(const std::string& list) {
  try {
    known_keys_from(list);
    return "none";
  } catch (const nssbridge::Error& error) {
    CHECK(error.kind() == nssbridge::Kind::bad_file);
    return error.message();
  }
}

}  // namespace

TEST_CASE("a list of known keys has one hash a line, comments and empty lines") {
  const auto keys = known_keys_from("# from the incident\n\n" + ones + "\r\n  " + capitals + "\t# Bob's\n   \n" + ones);
  REQUIRE(keys.size() == 2);
  CHECK(keys.begin()->hex() == ones);
  CHECK(keys.rbegin()->hex() == std::string(64, 'a'));
  CHECK(known_keys_from("").empty());
  CHECK(known_keys_from("# nothing yet").empty());
}

TEST_CASE("a line that is no hash is refused by its number, and is not quoted") {
  CHECK(refusal(ones + "\n\n" + ones.substr(1) + "\n").starts_with("Line 3 of the list"));
  CHECK(refusal(ones + "0").starts_with("Line 1 of the list"));
  CHECK(refusal(ones + " " + capitals).starts_with("Line 1 of the list"));
  CHECK(refusal("# x\nconfidential").find("confidential") == std::string::npos);
  CHECK(refusal(std::string("\0", 1)).starts_with("Line 1 of the list"));
}

TEST_CASE("what processes hand each other is the same list, and what is none gives no key") {
  const auto keys = known_keys_from(ones + "\n" + capitals);
  CHECK(known_keys_from_text(to_text(keys)) == keys);
  CHECK(known_keys_from_text(to_text({})).empty());
  CHECK(known_keys_from_text("AAAA").empty());
  CHECK(known_keys_from_text("?").empty());
}
