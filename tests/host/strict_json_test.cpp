// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/strict_json.hpp>
#include <support/kind_of.hpp>

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

#include <string>

using host::protocol::parse_strictly;
using nlohmann::json;
using nssbridge::Kind;
using tests::kind_of;

namespace {

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

TEST_CASE("ordinary JSON is read as it stands") {
  CHECK(parse_strictly(" 7 ") == 7);
  CHECK(parse_strictly(R"({"a":[1,-2,3.5,true,null,"ä\u00e4"],"b":{}})") ==
        json({{"a", {1, -2, 3.5, true, nullptr, "ää"}}, {"b", json::object()}}));
  CHECK(parse_strictly(R"([{"a":1},{"a":2}])") == json::array({{{"a", 1}}, {{"a", 2}}}));
  CHECK(parse_strictly(R"({"a":{"b":[{"c":[]}]},"d":1})") ==
        json({{"a", {{"b", json::array({{{"c", json::array()}}})}}}, {"d", 1}}));
}

TEST_CASE("what is no single JSON value in UTF-8 is refused") {
  struct Case {
    std::string name;
    std::string text;
  };
  const Case cases[] = {
      {"nothing", ""},
      {"space only", "  "},
      {"a value and a byte", "{} x"},
      {"two values", "{}{}"},
      {"a cut object", "{\"a\":1"},
      {"a comma too many", "[1,]"},
      {"single quotes", "{'a':1}"},
      {"a comment", "/* a */ 1"},
      {"NaN", "NaN"},
      {"a number beyond doubles", "1e999"},
      {"a byte order mark", "\xEF\xBB\xBF{}"},
      {"Latin-1", "\"\xE4\""},
      {"an overlong form", "\"\xC0\xAF\""},
      {"half a surrogate pair", "\"\\ud800\""},
      {"an encoded surrogate", "\"\xED\xA0\x80\""},
      {"a raw line feed in a string", "\"a\nb\""},
      {"a NUL behind the value", std::string("{}\0", 3)},
      {"a member twice", R"({"a":1,"a":1})"},
      {"a member twice, once escaped", R"({"a":1,"\u0061":2})"},
      {"a member twice below", R"([{"b":{"a":1,"c":{},"a":1}}])"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    CHECK(kind_of([&] { parse_strictly(each.text); }) == Kind::invalid_request);
  }
}

TEST_CASE("64 levels are read, more are refused, however many") {
  CHECK_NOTHROW(parse_strictly(nested(64)));
  CHECK(kind_of([] { parse_strictly(nested(65)); }) == Kind::invalid_request);
  CHECK(kind_of([] { parse_strictly(std::string(1'000'000, '[')); }) == Kind::invalid_request);
}

TEST_CASE("the error for bad JSON quotes nothing of it") {
  for (const char* text : {"{\"hunter2\":", "{\"hunter2\":1,\"hunter2\":1}", "hunter2"}) {
    CAPTURE(text);
    try {
      parse_strictly(text);
      FAIL("accepted");
    } catch (const nssbridge::Error& error) {
      CHECK(error.message().find("hunter2") == std::string::npos);
    }
  }
}

TEST_CASE("more values than the reader was told to take are refused, however they are nested") {
  CHECK(parse_strictly("[1,2]", 3).size() == 2);
  CHECK(kind_of([] { parse_strictly("[1,2]", 2); }) == Kind::invalid_request);
  CHECK(kind_of([] { parse_strictly("[[[]]]", 2); }) == Kind::invalid_request);
  CHECK(kind_of([] { parse_strictly(R"({"a":{"b":1}})", 2); }) == Kind::invalid_request);
}

TEST_CASE("a text can become part of another only if it is one value and nothing else") {
  for (const char* text : {"{}", " [1, \"\xC3\xA4\"] ", "null"}) CHECK(host::protocol::is_json(text));
  for (const std::string& text :
       {std::string(), std::string("{}{}"), std::string("{},\"id\":1"), std::string("{}\0", 3),
        std::string("{}\0}", 4), std::string("\xEF\xBB\xBF{}"), std::string("\"\xFF\"")})
    CHECK_FALSE(host::protocol::is_json(text));
}
