// SPDX-License-Identifier: MPL-2.0
#include <host/native/message.hpp>
#include <host/native/parts.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <tuple>

using host::native::largest_frame;
using host::native::Parts;
using host::native::result_text;
using host::native::text_of;
using nlohmann::json;

namespace {

std::string answer_of(const json& id, const json& result) { return result_text(id, text_of(result)); }

/// The answer put together again, after checks of each frame.
json joined(const json& id, const std::string& answer) {
  const Parts parts(id, answer);
  REQUIRE(parts.count() > 1);
  std::string text;
  for (std::size_t number = 0; number < parts.count(); ++number) {
    const std::string message = parts.message(number);
    CHECK(message.size() + 4 < largest_frame);
    const json part = json::parse(message);
    CHECK(part["jsonrpc"] == "2.0");
    CHECK(part["method"] == "$/part");
    CHECK(part["params"]["id"] == id);
    CHECK(part["params"]["seq"] == number);
    CHECK(part["params"]["total"] == parts.count());
    CHECK(part["params"].size() == 4);
    text += part["params"]["data"].get<std::string>();
  }
  CHECK(text.size() == parts.size());
  return json::parse(text);
}

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (; count > 0; --count) all += text;
  return all;
}

}  // namespace

TEST_CASE("an answer that fits is one message") {
  const auto answer = answer_of(1, {{"a", "b"}});
  const Parts parts(1, answer);
  CHECK(parts.count() == 1);
  CHECK(parts.message(0) == answer);
}

TEST_CASE("the longest answer in one frame is just below the limit") {
  const std::size_t around = answer_of(1, "").size() + 4;
  const Parts whole(1, answer_of(1, std::string(largest_frame - 1 - around, 'x')));
  CHECK(whole.count() == 1);
  CHECK(whole.message(0).size() + 4 == largest_frame - 1);
  const Parts cut(1, answer_of(1, std::string(largest_frame - around, 'x')));
  CHECK(cut.count() == 2);
}

TEST_CASE("whatever a long answer holds, it comes back from its parts, each below the limit") {
  for (const char* piece : {"plain ", "\"", "\\", "\n", "\x01", "\xC3\xA9", "\xE2\x82\xAC",
                            "\xF0\x9F\x94\x91", "a\xF0\x9F\x94\x91\"\\\n\x7F", "\xE2\x80\xA8"}) {
    INFO(piece);
    const auto answer = answer_of("id \"\\", {{"text", repeated(piece, 1'500'000)}});
    CHECK(joined("id \"\\", answer) == json::parse(answer));
  }
}

TEST_CASE("parts are nearly as long as they may be") {
  const auto answer = answer_of(1, repeated("\\", 2'000'000));
  // Four million bytes of JSON text, which become eight million in strings.
  CHECK(Parts(1, answer).count() == 9);
}

TEST_CASE("a long id takes its room from the data") {
  const std::string id = repeated("\x01", 1024);
  const auto answer = answer_of(id, repeated("x", 3'000'000));
  CHECK(joined(id, answer) == json::parse(answer));
}

TEST_CASE("bytes that are no text become replacement characters") {
  const Parts parts(1, answer_of(1, repeated("\xFF", 1'000'000)));
  CHECK(parts.count() > 1);
  for (std::size_t number = 0; number < parts.count(); ++number)
    CHECK_NOTHROW(std::ignore = json::parse(parts.message(number)));
}
