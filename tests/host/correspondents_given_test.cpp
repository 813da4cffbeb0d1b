// SPDX-License-Identifier: MPL-2.0
#include <doctest/doctest.h>

#include <host/correspondents/given.hpp>

#include <nssbridge/error.hpp>

#include "support/kind_of.hpp"

using host::correspondents::given_in;
using tests::kind_of;

TEST_CASE("a folder is cut at its lines From, and only where one follows an empty line") {
  const auto given = given_in(
      "From - Sun Nov 29 2026\r\nSubject: one\r\n\r\nFirst line.\r\nFrom here on nothing is cut.\r\n\r\n"
      "From - Sun Nov 29 2026\nSubject: two\n\nSecond.\n");
  REQUIRE(given.messages.size() == 2);
  CHECK(given.messages[0] == "Subject: one\r\n\r\nFirst line.\r\nFrom here on nothing is cut.\r\n\r\n");
  CHECK(given.messages[1] == "Subject: two\n\nSecond.\n");
  CHECK(given.certificates.empty());
  REQUIRE(given_in("From - now\n").messages.size() == 1);
  CHECK(given_in("From - now\n").messages.front().empty());
}

TEST_CASE("what is nothing else is one message, however it begins") {
  for (const std::string_view message : {"From: bob@example.test\r\n\r\ntext", "", "\xEF\xBB\xBFSubject: x\n\n", "-----\n"}) {
    CAPTURE(message);
    const auto given = given_in(message);
    CHECK(given.messages.size() == 1);
    CHECK(given.certificates.empty());
  }
}

TEST_CASE("a card has what stands under KEY, if certificates are in it") {
  for (const std::string_view card : {"BEGIN:VCARD\nKEY:https://example.test/key\nEND:VCARD", "begin:vcard\nKEY;ENCODING=b:!!!\nEND:VCARD",
                                      "BEGIN:VCARD\nKEY;ENCODING=b:mDMEZQ==\nEND:VCARD", "BEGIN:VCARD\nMONKEY;ENCODING=b:MIIB\nKEY\nEND:VCARD", "BEGIN:VCARD"}) {
    CAPTURE(card);
    const auto given = given_in(card);
    CHECK(given.messages.empty());
    CHECK(given.certificates.empty());
  }
}

TEST_CASE("a damaged file of certificates is refused, and one with keys is too") {
  CHECK(kind_of([] { given_in("0\x03\x02\x01"); }) == nssbridge::Kind::bad_file);
  CHECK(kind_of([] { given_in("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"); }) == nssbridge::Kind::bad_file);
  CHECK(kind_of([] { given_in("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"); }) == nssbridge::Kind::bad_file);
}
