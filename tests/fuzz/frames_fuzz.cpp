// SPDX-License-Identifier: MPL-2.0
// Native messaging frames, in whatever pieces they arrive.
#include <host/native/frames.hpp>

#include <algorithm>
#include <cstring>

#include "support/promise.hpp"

using host::native::FrameReader;

namespace {

constexpr std::uint32_t largest = 1024;

/// What a reader said: messages, and "too large" as nothing.
using Events = std::vector<std::optional<std::string>>;

struct Reading {
  Events events;
  bool in_frame;
};

Reading read_in_pieces(std::string_view bytes, std::size_t piece) {
  FrameReader reader(largest);
  Reading reading{};
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    auto rest = bytes.substr(0, piece);
    while (const auto event = reader.take(rest)) {
      const auto* message = std::get_if<FrameReader::Message>(&*event);
      reading.events.push_back(message ? std::optional(message->text) : std::nullopt);
    }
    fuzz::promise(rest.empty(), "all bytes are taken");
  }
  reading.in_frame = reader.in_frame();
  return reading;
}

/// The same, read the plain way.
Reading expected(std::string_view bytes) {
  Reading reading{};
  while (bytes.size() >= 4) {
    std::uint32_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length);
    bytes.remove_prefix(4);
    const bool complete = bytes.size() >= length;
    if (length > largest)
      reading.events.emplace_back(std::nullopt);
    else if (complete)
      reading.events.emplace_back(bytes.substr(0, length));
    if (!complete) return {std::move(reading.events), true};
    bytes.remove_prefix(length);
  }
  reading.in_frame = !bytes.empty();
  return reading;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::text_of(data, size);
  const auto wanted = expected(bytes);
  for (const std::size_t piece :
       {std::size_t{1}, std::size_t{3}, std::size_t{7}, std::size_t{64}, size + 1}) {
    const auto read = read_in_pieces(bytes, piece);
    fuzz::promise(read.events == wanted.events, "frames do not depend on how they arrive");
    fuzz::promise(read.in_frame == wanted.in_frame, "an open frame is known as one");
  }
  if (size > largest) return 0;
  const auto framed = read_in_pieces(host::native::frame(bytes), 5);
  fuzz::promise(framed.events == Events{std::string(bytes)} && !framed.in_frame,
                "what is framed is read again");
  return 0;
}
