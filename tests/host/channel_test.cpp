// SPDX-License-Identifier: MPL-2.0
#include <host/channel/channel.hpp>
#include <support/kind_of.hpp>

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

#include <sys/socket.h>
#include <unistd.h>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <thread>
#include <utility>

using host::channel::Channel;
using host::channel::Type;
using nlohmann::json;
using nssbridge::Kind;
using nssbridge::Secret;
using tests::kind_of;

namespace {

struct Pair {
  Pair() {
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    ours = ends[0];
    theirs = ends[1];
  }
  int ours = -1, theirs = -1;
};

std::string header(std::uint32_t length, char type) {
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  return bytes + type;
}

void put(int descriptor, const std::string& bytes) {
  REQUIRE(::write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
}

std::optional<Kind> kind_of_receiving(const std::string& bytes) {
  Pair pair;
  Channel channel(pair.ours);
  put(pair.theirs, bytes);
  ::close(pair.theirs);
  return kind_of([&] { channel.receive(); });
}

}  // namespace

TEST_CASE("messages arrive in order with their types") {
  Pair pair;
  Channel front(pair.ours);
  Channel worker(pair.theirs);
  front.send(Type::request, {{"method", "profiles.list"}});
  front.send(Type::answer, json::object());
  auto first = worker.receive();
  auto second = worker.receive();
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->type == Type::request);
  CHECK(json::parse(first->text) == json({{"method", "profiles.list"}}));
  CHECK(second->type == Type::answer);
}

TEST_CASE("a secret arrives as bytes, and the empty one as well") {
  Pair pair;
  Channel front(pair.ours);
  Channel worker(pair.theirs);
  const std::string password = "pä\xFFss";
  front.send_secret(Secret(std::span<const char>(password)));
  front.send_secret(Secret());
  auto first = worker.receive();
  auto second = worker.receive();
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->secret.expose() == password);
  CHECK(first->text.empty());
  CHECK(second->type == Type::secret);
  CHECK(second->secret.empty());
}

TEST_CASE("a large message passes whole while the other end reads slowly") {
  Pair pair;
  Channel front(pair.ours);
  Channel worker(pair.theirs);
  const std::string text(3'000'000, 'x');
  std::thread sender([&] { front.send(Type::result, text); });
  auto frame = worker.receive();
  sender.join();
  REQUIRE(frame);
  CHECK(json::parse(frame->text) == text);
}

TEST_CASE("a frame that comes byte by byte is put together") {
  Pair pair;
  Channel channel(pair.ours);
  std::thread writer([&] {
    for (const char byte : header(2, 'A') + "{}") put(pair.theirs, std::string(1, byte));
  });
  auto frame = channel.receive();
  writer.join();
  REQUIRE(frame);
  CHECK(frame->text == "{}");
  ::close(pair.theirs);
}

TEST_CASE("the end of the stream between messages is nothing, inside one it is an error") {
  CHECK_FALSE(kind_of_receiving(""));
  const std::string whole = header(4, 'A') + "true";
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    CAPTURE(cut);
    CHECK(kind_of_receiving(whole.substr(0, cut)) == Kind::internal);
  }
}

TEST_CASE("a length beyond the limit or an unknown type ends the conversation before anything is allocated") {
  CHECK(kind_of_receiving(header(64U * 1024 * 1024 + 1, 'A')) == Kind::internal);
  CHECK(kind_of_receiving(header(0xFFFFFFFF, 'A')) == Kind::internal);
  CHECK(kind_of_receiving(header(64U * 1024 + 1, 'S')) == Kind::internal);
  CHECK(kind_of_receiving(header(0, 'Z')) == Kind::internal);
  CHECK(kind_of_receiving(header(0, '\0')) == Kind::internal);
}

TEST_CASE("sending to a peer that is gone is an error, not a signal") {
  Pair pair;
  Channel channel(pair.ours);
  ::close(pair.theirs);
  CHECK(kind_of([&] { channel.send(Type::progress, json::object()); }) == Kind::internal);
}

TEST_CASE("text that is no UTF-8 is sent with replacements") {
  Pair pair;
  Channel front(pair.ours);
  Channel worker(pair.theirs);
  front.send(Type::result, std::string("M\xFCller"));
  auto frame = worker.receive();
  REQUIRE(frame);
  CHECK(json::parse(frame->text) == "M\uFFFDller");
}

TEST_CASE("a channel that was moved from closes nothing") {
  Pair pair;
  Channel first(pair.ours);
  {
    Channel second(std::move(first));
    CHECK(first.descriptor() == -1);
    CHECK(second.descriptor() == pair.ours);
  }
  char byte = 0;
  CHECK(::read(pair.theirs, &byte, 1) == 0);
  ::close(pair.theirs);
}
