// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/json_text.hpp>
#include <support/kind_of.hpp>

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using host::protocol::append_json_string;
using host::protocol::JsonText;
using nlohmann::json;

TEST_CASE("JSON written piece by piece is the JSON that was meant") {
  JsonText text(1000);
  text.begin_object().key("a").begin_array().end_array().key("b").begin_object().end_object();
  text.key("c").begin_array().number(18446744073709551615U).null().boolean(true).boolean(false);
  text.begin_object().key("d").string("x").end_object().begin_array().string("y").end_array();
  text.value({{"e", 1}}).end_array().key("f").string("").end_object();
  const auto whole = text.take();
  const json expected = {
      {"a", json::array()},
      {"b", json::object()},
      {"c", {18446744073709551615U, nullptr, true, false, {{"d", "x"}}, json::array({"y"}), {{"e", 1}}}},
      {"f", ""}};
  CHECK(json::parse(whole) == expected);
  CHECK(text.take().empty());
}

TEST_CASE("a JSON string says what the text says, whatever is in it") {
  for (int c = 0; c < 0x80; ++c) {
    std::string text(1, static_cast<char>(c)), written;
    text += "x";
    append_json_string(written, text);
    CHECK(json::parse(written).get<std::string>() == text);
  }
  for (const std::string text : {"Алиса 🔑", "a\"}],\\u0000", "\xE2\x80\xAE</script>\x7F", ""}) {
    std::string written;
    append_json_string(written, text);
    CHECK(json::parse(written).get<std::string>() == text);
  }
  std::string written;
  append_json_string(written, "\xFFok\xC0\xAF");
  CHECK(json::parse(written).get<std::string>() == "\xEF\xBF\xBDok\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("a list that gets too long is told so before it fills the memory") {
  JsonText text(1 << 20);
  const std::string element(1000, 'x');
  std::size_t written = 0;
  const auto fill = [&] {
    text.begin_array();
    for (;; ++written) text.string(element);
  };
  CHECK(tests::kind_of(fill) == nssbridge::Kind::too_large);
  CHECK(written < 1100);
}
