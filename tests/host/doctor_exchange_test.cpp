// SPDX-License-Identifier: MPL-2.0
// The doctor talks to a host as a browser does.
#include <host/doctor/decode.hpp>
#include <host/doctor/exchange.hpp>
#include <host/doctor/round_trip.hpp>
#include <support/kind_of.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using namespace host::doctor;

namespace {

std::string frame(const std::string& text) {
  const auto length = static_cast<std::uint32_t>(text.size());
  return std::string(reinterpret_cast<const char*>(&length), sizeof length) + text;
}

const std::string hello = frame(R"({"jsonrpc":"2.0","id":1,"result":{"hostVersion":"1.2"}})");
const std::string ping = frame(R"({"jsonrpc":"2.0","id":2,"result":{}})");

}  // namespace

TEST_CASE("the host's answers are read in any order and with news between them") {
  CHECK(read_answers(hello + ping).complete);
  CHECK(read_answers(ping + hello).version == "1.2");
  CHECK(read_answers(frame(R"({"jsonrpc":"2.0","method":"$/pending"})") + hello + ping).complete);
  for (std::size_t cut = 0; cut < (hello + ping).size(); ++cut) {
    const Answers answers = read_answers((hello + ping).substr(0, cut));
    CHECK_FALSE(answers.complete);
    CHECK_FALSE(answers.polluted);
    CHECK_FALSE(answers.wrong);
  }
}

TEST_CASE("what is no message is told from what is a wrong one") {
  CHECK(read_answers("Gtk-Warning\n" + hello).pollution == "Gtk-Warning");
  CHECK(read_answers(std::string(4, '\0')).polluted);
  CHECK(read_answers(hello + "oops").polluted);
  for (const char* text : {"[]", "7", "{", R"({"id":3,"result":{}})", R"({"id":1,"result":{}})",
                           R"({"id":1,"error":{}})", R"({"id":2,"result":7})"})
    CHECK_MESSAGE(read_answers(frame(text)).wrong, text);
}

TEST_CASE("a program that never ends and one that never starts are both told in time") {
  const host::front::Cancellation cancellation;
  const auto begin = std::chrono::steady_clock::now();
  const auto endless = exchange("/bin/sh", {"-c", "trap '' TERM; sleep 300 & sleep 300"}, {}, "x", {},
                                std::chrono::milliseconds(100), cancellation);
  CHECK(endless.started);
  CHECK_FALSE(endless.complete);
  CHECK(endless.status == 128 + 9);
  CHECK_FALSE(exchange("/nowhere", {}, {}, "", {}, std::chrono::seconds(1), cancellation).started);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));
}

TEST_CASE("a program's whole output and standard error come back") {
  const host::front::Cancellation cancellation;
  const auto done = exchange(
      "/bin/sh", {"-c", "cat; echo problem >&2; exit 3"}, {"PATH=/bin:/usr/bin"}, std::string(100'000, 'x'),
      [](const std::string& output) { return output.size() == 100'000; }, std::chrono::seconds(60),
      cancellation);
  CHECK(done.complete);
  CHECK(done.status == 3);
  CHECK(done.errors == "problem\n");
}

TEST_CASE("cancelling ends the program that is listened to") {
  host::front::Cancellation cancellation;
  cancellation.request();
  CHECK(tests::kind_of([&] {
          exchange("/bin/sh", {"-c", "sleep 300"}, {}, "", {}, std::chrono::seconds(60), cancellation);
        }) == nssbridge::Kind::cancelled);
}

TEST_CASE("a length that is text is told as text") {
  CHECK(text_in_length(1836017711) == "/hom");
  CHECK(text_in_length(977472013) == "\r\nC:");
  CHECK_FALSE(text_in_length(1048577));
  CHECK(length_from("1,836,017,711") == 1836017711);
  CHECK(length_from("4294967295") == 4294967295U);
  for (const char* typed : {"", "x", "-1", "4294967296", "99999999999999999999", "1e9", ","})
    CHECK_FALSE(length_from(typed));
}
