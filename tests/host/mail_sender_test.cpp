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

TEST_CASE("a name that shows no address, or the sender's own, is no doubt") {
  for (const std::string name : {"'bob@example.test'", "Bob (bob@example.test)", "Bob @ Work", "Bob [BOB@example.test], Work", "=?utf-8?q?=E2=80=9Cbob@example.test=E2=80=9D?=",
                                 "Bob @bob", "bob@example.test."}) {
    CAPTURE(name);
    CHECK_FALSE(from("From: \"" + name + "\" <bob@example.test>").doubtful);
  }
  CHECK_FALSE(from("From: =?utf-8?q?bob=40m=C3=BCnchen.test?= <bob@xn--mnchen-3ya.test>").doubtful);
  CHECK_FALSE(from("From: bob@example.test (Bob Builder)").doubtful);
}

TEST_CASE("a name that shows another address is a doubt, however it is written") {
  for (const std::string name : {"carol@example.test", "'carol@example.test'", "Bob (bob@example.test) carol@example.test", "carol @ example.test", "carol[@]example.test",
                                 "carol@ example.test", "bob@example.test@evil.test", "xbob@example.test"}) {
    CAPTURE(name);
    CHECK(from("From: \"" + name + "\" <bob@example.test>").doubtful);
  }
  // Fullwidth and small '@', a fullwidth dot, a space that does not break, one without width.
  for (const std::string name : {"carol=EF=BC=A0example.test", "carol=EF=B9=ABexample.test", "carol_=40_example=EF=BC=8Etest", "carol=C2=A0=40=C2=A0example.test",
                                 "bob=E2=80=8B=40example.test"}) {
    CAPTURE(name);
    CHECK(from("From: =?utf-8?q?" + name + "?= <bob@example.test>").doubtful);
  }
  CHECK(from("From: bob@example.test (carol@example.test)").doubtful);
}

TEST_CASE("quotes around the name of a mailbox that needs none are no part of it") {
  CHECK(from("From: \"bob\"@example.test").address == "bob@example.test");
  CHECK(from("From: \"bob builder\"@example.test").address == "\"bob builder\"@example.test");
}

TEST_CASE("what other fields hold is no doubt of the sender") {
  CHECK_FALSE(from("X-Name: \x1b$B%F%9%H\x1b(B\r\nFrom: bob@example.test").doubtful);
  CHECK(from("From: \x1b$B%F%9%H\x1b(B <bob@example.test>").doubtful);
}

TEST_CASE("the first Date field counts, as in Thunderbird") {
  const auto sender = sender_of("Date: Sun, 29 Nov 2026 09:00:00 +0100\r\nDate: Mon, 1 Jan 2001 00:00:00 +0000\r\n\r\n");
  CHECK(sender.date == 1795939200);
  CHECK_FALSE(sender_of("Date: rubbish\r\n\r\n").date);
}

TEST_CASE("what the text says is nobody's From field") {
  CHECK(sender_of("Subject: x\r\n\r\nFrom: bob@example.test\r\n").doubtful);
}
