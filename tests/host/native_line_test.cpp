// SPDX-License-Identifier: MPL-2.0
#include <host/native/line.hpp>

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

using host::front::Cancellation;
using host::native::Line;

namespace {

/// Until the other thread stands in the line: from then on nothing is free at once.
void wait_until(const std::function<bool()>& reached) {
  while (!reached()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace

TEST_CASE("a line gives as many places as it has, and again those that are given back") {
  Line line(2);
  auto first = line.try_take();
  auto second = line.try_take();
  CHECK(first);
  CHECK(second);
  CHECK_FALSE(line.try_take());
  first.reset();
  CHECK(line.try_take());
}

TEST_CASE("who waits gets places in order") {
  Line line(1);
  auto held = line.try_take();
  std::array<Cancellation, 5> waiting;
  std::atomic<int> next{0};
  std::vector<std::thread> threads;
  std::atomic<bool> in_order{true};
  for (int number = 0; number < 5; ++number) {
    threads.emplace_back([&, number] {
      const auto place = line.take(waiting.at(static_cast<std::size_t>(number)));
      if (!place || next++ != number) in_order = false;
    });
    wait_until([&] { return line.waiting() == static_cast<std::size_t>(number) + 1; });
  }
  held.reset();
  for (auto& thread : threads) thread.join();
  CHECK(in_order);
}

TEST_CASE("who is cancelled leaves the line, and the next moves up") {
  Line line(1);
  auto held = line.try_take();
  Cancellation gives_up;
  Cancellation stays;
  std::atomic<bool> gave_up{false};
  std::thread first([&] { gave_up = !line.take(gives_up); });
  wait_until([&] { return line.waiting() == 1; });
  std::thread second([&] { CHECK(line.take(stays)); });
  wait_until([&] { return line.waiting() == 2; });
  gives_up.request();
  line.look_again();
  first.join();
  CHECK(gave_up);
  held.reset();
  second.join();
}

TEST_CASE("nobody overtakes those who wait") {
  Line line(1);
  auto held = line.try_take();
  Cancellation waiting;
  std::thread other([&] { CHECK(line.take(waiting)); });
  wait_until([&] { return line.waiting() == 1; });
  CHECK_FALSE(line.try_take());
  held.reset();
  other.join();
}
