// SPDX-License-Identifier: MPL-2.0
#include <host/native/frames.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <vector>

using host::native::frame;
using host::native::FrameReader;

namespace {

constexpr std::uint32_t largest = 40;

/// What came out, with "TOO LARGE" for a frame that was refused.
std::vector<std::string> read(FrameReader& reader, std::string_view bytes) {
  std::vector<std::string> events;
  while (auto event = reader.take(bytes)) {
    const auto* message = std::get_if<FrameReader::Message>(&*event);
    events.push_back(message != nullptr ? message->text : "TOO LARGE");
  }
  CHECK(bytes.empty());
  return events;
}

std::string header(std::uint32_t length) {
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  return bytes;
}

/// Ordinary, empty, longest, refused and again ordinary frames.
std::string session() {
  return frame("one") + frame("") + frame(std::string(largest, 'x')) + frame(std::string(largest + 1, 'y')) +
         frame("two") + frame(std::string(largest + 100, 'z')) + frame("three");
}

const std::vector<std::string> session_events{
    "one", "", std::string(largest, 'x'), "TOO LARGE", "two", "TOO LARGE", "three"};

}  // namespace

TEST_CASE("a session that arrives at once is read frame by frame") {
  FrameReader reader(largest);
  CHECK(read(reader, session()) == session_events);
  CHECK_FALSE(reader.in_frame());
}

TEST_CASE("a session split in two at any byte is the same session") {
  const std::string bytes = session();
  for (std::size_t at = 0; at <= bytes.size(); ++at) {
    FrameReader reader(largest);
    auto events = read(reader, bytes.substr(0, at));
    const auto rest = read(reader, bytes.substr(at));
    events.insert(events.end(), rest.begin(), rest.end());
    REQUIRE(events == session_events);
    REQUIRE_FALSE(reader.in_frame());
  }
}

TEST_CASE("a session that arrives in pieces of any size is the same session") {
  const std::string bytes = session();
  for (std::size_t size = 1; size <= bytes.size(); ++size) {
    FrameReader reader(largest);
    std::vector<std::string> events;
    for (std::size_t at = 0; at < bytes.size(); at += size)
      for (const auto& event : read(reader, std::string_view(bytes).substr(at, size)))
        events.push_back(event);
    REQUIRE(events == session_events);
  }
}

TEST_CASE("the reader knows at every byte whether a frame has begun") {
  const std::string bytes = frame("one") + frame("") + frame(std::string(largest + 1, 'y'));
  FrameReader reader(largest);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const bool at_border = at == 0 || at == 7 || at == 11;
    CHECK(reader.in_frame() == !at_border);
    read(reader, bytes.substr(at, 1));
  }
  CHECK_FALSE(reader.in_frame());
}

TEST_CASE("a length that is too large is told when it is known, not when all of it was skipped") {
  for (const std::uint32_t length : {largest + 1, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFFFU}) {
    FrameReader reader(largest);
    CHECK(read(reader, header(length)) == std::vector<std::string>{"TOO LARGE"});
    CHECK(reader.in_frame());
    CHECK(read(reader, std::string(1000, 'x')).size() == (length == largest + 1 ? 1 : 0));
  }
}
