// SPDX-License-Identifier: MPL-2.0
#include <doctest/doctest.h>

#include <host/mail/sender.hpp>

#include <string>

using host::mail::sender_of;
using std::string_literals::operator""s;

namespace {

host::mail::Sender from(const std::string& fields) { return sender_of(fields + "\r\nDate: Sun, 29 Nov 2026 09:00:00 +0100\r\n\r\ntext"); }

}  // namespace

TEST_CASE("a sender is the one address of the one From field") {
  const auto sender = from("From: Bob Example <bob@example.test>");
  CHECK(sender.address == "bob@example.test");
  CHECK_FALSE(sender.doubtful);
  CHECK(sender.date == 1795939200);
}

TEST_CASE("a name that shows the same address is no other address") {
  CHECK_FALSE(from("From: \"bob@EXAMPLE.test\" <bob@example.test>").doubtful);
  CHECK(from("From: \"boss@example.test\" <bob@example.test>").doubtful);
}

TEST_CASE("none, several and groups are nobody's") {
  for (const std::string field : {"Subject: x", "From: a@example.test, b@example.test", "From: a@example.test\r\nFrom: a@example.test",
                                  "From: team: a@example.test;", "From:"})
    CHECK(from(field).doubtful);
}

TEST_CASE("control characters make a sender doubtful") {
  CHECK(from("From: Bob \x01 <bob@example.test>").doubtful);
  CHECK(from("From: bob@example.test\0.evil.test"s).doubtful);
}

TEST_CASE("what the text says is nobody's From field") {
  CHECK(sender_of("Subject: x\r\n\r\nFrom: bob@example.test\r\n").doubtful);
}
