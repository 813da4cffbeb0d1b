// SPDX-License-Identifier: MPL-2.0
#include <host/native/progress.hpp>

#include <doctest/doctest.h>

using host::native::ProgressBoard;
using nlohmann::json;
using std::chrono::milliseconds;

namespace {
const ProgressBoard::Time start = ProgressBoard::Time{} + std::chrono::hours(1);
}

TEST_CASE("progress is told at once, then at most ten times a second, the latest each time") {
  ProgressBoard board;
  int told = 0;
  for (int at = 0; at < 1000; ++at) {
    board.set(1, {"copy", static_cast<std::size_t>(at), 1000});
    while (const auto message = board.take_due(start + milliseconds(at))) {
      CHECK((*message)["params"]["done"] == at);
      ++told;
    }
  }
  CHECK(told == 10);
}

TEST_CASE("what waits is told when its time comes") {
  ProgressBoard board;
  board.set("a", {"copy", 1, 2});
  CHECK(board.take_due(start));
  CHECK_FALSE(board.next_due());
  board.set("a", {"proof", 2, 2});
  CHECK_FALSE(board.take_due(start + milliseconds(99)));
  CHECK(board.next_due() == start + milliseconds(100));
  const auto message = board.take_due(start + milliseconds(100));
  REQUIRE(message);
  CHECK(*message == json::parse(R"({"jsonrpc":"2.0","method":"$/progress",
                                    "params":{"id":"a","stage":"proof","done":2,"total":2}})"));
}

TEST_CASE("each request has its own ten a second") {
  ProgressBoard board;
  board.set(1, {"copy", 1, 2});
  board.set("1", {"copy", 1, 2});
  CHECK(board.take_due(start));
  CHECK(board.take_due(start));
  CHECK_FALSE(board.take_due(start));
}

TEST_CASE("nothing is told of a request that was dropped") {
  ProgressBoard board;
  board.set(1, {"copy", 1, 2});
  board.drop(1);
  CHECK_FALSE(board.take_due(start));
  CHECK_FALSE(board.next_due());
}
