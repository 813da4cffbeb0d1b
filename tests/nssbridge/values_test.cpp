// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/error.hpp>
#include <nssbridge/secret.hpp>
#include <nssbridge/values.hpp>
#include <nssbridge/version.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <string>

using namespace nssbridge;

TEST_CASE("a fingerprint is all 64 digits, with spaces and colons allowed between them") {
  const std::string digits(64, 'a');
  CHECK(Fingerprint::parse(digits)->hex() == digits);
  CHECK(Fingerprint::parse("AA:" + digits.substr(2))->hex() == digits);
  CHECK(Fingerprint::parse("aaaa aaaa " + digits.substr(8))->hex() == digits);
  struct Case {
    const char* name;
    std::string text;
  };
  for (const auto& each : {Case{"a prefix", digits.substr(8)}, Case{"one digit more", digits + "a"}, Case{"nothing", ""},
                           Case{"another letter", "g" + digits.substr(1)}, Case{"a NUL inside", digits + '\0'}}) {
    CAPTURE(each.name);
    CHECK_FALSE(Fingerprint::parse(each.text).has_value());
  }
}

TEST_CASE("base64 agrees with RFC 4648 section 10 and takes nothing else") {
  struct Case {
    const char *bytes, *text;
  };
  for (const auto& each : {Case{"", ""}, Case{"f", "Zg=="}, Case{"fo", "Zm8="}, Case{"foo", "Zm9v"}, Case{"foob", "Zm9vYg=="},
                           Case{"fooba", "Zm9vYmE="}, Case{"foobar", "Zm9vYmFy"}}) {
    const Bytes bytes(each.bytes, each.bytes + std::strlen(each.bytes));
    CHECK(to_base64(bytes) == each.text);
    CHECK(from_base64(each.text) == bytes);
  }
  for (const char* bad : {"Zg", "Zg=", "Zg===", "=", "====", "Zh==", "Zm9=", "AA!!AA==", "Zm9v\n", "Zg==Zg=="}) {
    CAPTURE(bad);
    CHECK_FALSE(from_base64(bad).has_value());
  }
}

TEST_CASE("times are written and read as RFC 3339 in UTC") {
  CHECK(to_rfc3339(0) == "1970-01-01T00:00:00Z");
  CHECK(to_rfc3339(-1) == "1969-12-31T23:59:59Z");
  CHECK(to_rfc3339(1795514400) == "2026-11-24T10:00:00Z");
  CHECK(from_rfc3339("2026-11-24T10:00:00Z") == 1795514400);
  CHECK(from_rfc3339("2026-11-24T11:30:00+01:30") == 1795514400);
  CHECK(from_rfc3339("2026-11-24T10:00:00.25Z") == 1795514400);
  for (const char* bad : {"", "2026-11-24", "2026-11-24 10:00:00Z", "2026-13-24T10:00:00Z", "2026-02-30T10:00:00Z",
                          "2026-11-24T24:00:00Z", "2026-11-24T10:00:00", "2026-11-24T10:00:00.Z"}) {
    CAPTURE(bad);
    CHECK_FALSE(from_rfc3339(bad).has_value());
  }
}

TEST_CASE("every error kind has a name of its own that leads back to it") {
  for (int i = 0; i <= static_cast<int>(Kind::internal); ++i) {
    const auto kind = static_cast<Kind>(i);
    CHECK(kind_from(name_of(kind)) == kind);
  }
  CHECK_FALSE(kind_from("no-such-kind").has_value());
}

TEST_CASE("a moved secret leaves nothing behind, a duplicate is its own") {
  const std::string text = "correct horse";
  Secret first{std::span<const char>(text)};
  Secret copy = first.duplicate();
  Secret moved = std::move(first);
  CHECK(first.empty());
  CHECK(moved.expose() == text);
  moved = Secret{};
  CHECK(copy.expose() == text);
  CHECK(copy.expose().data()[text.size()] == '\0');
}

TEST_CASE("invalid UTF-8 becomes the replacement character, valid text stays") {
  CHECK(to_valid_utf8("Zo\xC3\xAB \xF0\x9F\x94\x91") == "Zo\xC3\xAB \xF0\x9F\x94\x91");
  CHECK(to_valid_utf8("caf\xE9") == "caf\xEF\xBF\xBD");
  CHECK(to_valid_utf8("\xC0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(to_valid_utf8("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("versions compare field by field") {
  CHECK(older("3.87.1", "3.114"));
  CHECK(older("3.114", "3.114.1"));
  CHECK_FALSE(older("3.125.1", "3.114"));
  CHECK_FALSE(older("3.114", "3.114.0"));
  CHECK(older("", "1"));
  CHECK_FALSE(older("153.7.0_20261101/x", "142"));
}
