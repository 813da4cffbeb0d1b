// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/parser.hpp>

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace host::prefs;

namespace {

/// What a file says, as one line: name=value, in order; "!" at the end if something stands open.
std::string said(const std::string& bytes, Dialect dialect) {
  std::string text;
  const auto parsed = parse_statements(bytes, dialect);
  for (const auto& statement : parsed.statements) {
    text += statement.name + "=";
    if (const auto* flag = std::get_if<bool>(&statement.value)) text += *flag ? "true" : "false";
    if (const auto* number = std::get_if<int>(&statement.value)) text += std::to_string(*number);
    if (const auto* string = std::get_if<std::string>(&statement.value)) text += "'" + *string + "'";
    text += statement.user ? " " : " default ";
    if (statement.locked) text += "locked ";
  }
  return text + (parsed.complete ? "" : "!");
}

std::string said(const std::string& bytes) {
  return said(bytes, Dialect::user);
}

}  // namespace

TEST_CASE("after an error reading goes on behind the next semicolon that is a token") {
  struct Case {
    const char *bytes, *expected;
  };
  for (const auto& each : {
           Case{"oops; user_pref('a', 1);", "a=1 "},
           Case{"user_pref('a', oops); user_pref('b', 2);", "b=2 "},
           Case{"user_pref('a', 1) user_pref('b', 2); user_pref('c', 3);", "c=3 "},
           Case{"user_pref('a', '\\q;'); user_pref('b', 2);", "b=2 "},  // that one was inside a string
           Case{"user_pref(a, 'x;y'); user_pref('b', 2);", "b=2 "},     // and that one too
           Case{"oops /* ; user_pref('a', 1); */ ; user_pref('b', 2);", "b=2 "},  // or in a comment
           Case{"oops // ; user_pref('a', 1);\n; user_pref('b', 2);", "b=2 "},
           Case{"oops # ; user_pref('a', 1);\n; user_pref('b', 2);", "b=2 "},
           Case{"user_pref('a', 1, 2); user_pref('b', 2);", "b=2 "},
           Case{"user_pref('a',; user_pref('b', 2);", "b=2 "},
           Case{"user_pref('a' 1); user_pref('b', 2);", "b=2 "},
           Case{"user_pref 'a', 1); user_pref('b', 2);", "b=2 "},
           Case{"user_pref_('a', 1); user_pref('b', 2);", "b=2 "},
           Case{"user_pref1('a', 1); user_pref('b', 2);", "b=2 "},
           Case{"1user_pref('a', 1); user_pref('b', 2);", "b=2 "},
           Case{" \xEF\xBB\xBFuser_pref('a', 1); user_pref('b', 2);", "b=2 "},
           Case{"\xEF\xBB\xBF\xEF\xBB\xBFuser_pref('a', 1); user_pref('b', 2);", "b=2 "},
           Case{";;user_pref('a', 1);;user_pref('b', 2);", "a=1 b=2 "},
       }) {
    CAPTURE(each.bytes);
    CHECK(said(each.bytes) == each.expected);
  }
}

TEST_CASE("values are cut as Mozilla cuts them") {
  struct Case {
    const char *bytes, *expected;
  };
  for (const auto& each : {
           Case{"user_pref('a', 2147483647);", "a=2147483647 "},
           Case{"user_pref('a', - 2147483648);", "a=-2147483648 "},
           Case{"user_pref('a', -/**/1);", "a=-1 "},
           Case{"user_pref('a', -2147483649);", ""},
           Case{"user_pref('a', +2147483648);", ""},
           Case{"user_pref('a', 99999999999999999999);", ""},
           Case{"user_pref('a', 4294967296);", ""},
           Case{"user_pref('a', 00012);", "a=12 "},
           Case{"user_pref('a', --1);", ""},
           Case{"user_pref('a', 1.5);", ""},
           Case{"user_pref('a', 0x10);", ""},
           Case{"user_pref('a', TRUE);", ""},
           Case{"user_pref('a', true);", "a=true "},
           Case{"user_pref('a', 'x\ny');", "a='x\ny' "},
           Case{"user_pref('a', 'x\r\ny');", "a='x\r\ny' "},
           Case{"user_pref('a', '\\x41\\xff');", "a='A\xFF' "},
           Case{"user_pref('a', '\\x4');", ""},
           Case{"user_pref('a', '\\x00');", ""},
           Case{"user_pref('a', '\\u0000');", ""},
           Case{"user_pref('a', '\\u20ac\\uD83D\\uDD11');", "a='\xE2\x82\xAC\xF0\x9F\x94\x91' "},
           Case{"user_pref('a', '\\uDD11');", ""},
           Case{"user_pref('a', '\\uD83Dx');", ""},
           Case{"user_pref('a', '\\uD83D\\u0041');", ""},
           Case{"user_pref('a\\n', '');", "a\n='' "},
           Case{"user_pref('', 0);", "=0 "},
       }) {
    CAPTURE(each.bytes);
    CHECK(said(each.bytes) == each.expected);
  }
}

TEST_CASE("what stands open at the end is told, because Mozilla would not read what is appended") {
  for (const char* closed : {"", "\n", "// x", "# x", "user_pref('a', 1);", "oops;", "/* x */"}) {
    CAPTURE(closed);
    CHECK_FALSE(said(closed).ends_with('!'));
  }
  for (const char* open :
       {"oops", "/* x", "user_pref('a', 1)", "user_pref('a', 'x);", "'", "/", "user_pref"}) {
    CAPTURE(open);
    CHECK(said(open).ends_with('!'));
  }
  CHECK(said(std::string("user_pref('a', 1);\0", 19)) == "a=1 !");
}

TEST_CASE("a NUL ends the file between tokens, but only the comment, string or escape that it stands in") {
  using namespace std::string_literals;
  CHECK(said("user_pref('a', 1);\0user_pref('b', 2);"s) == "a=1 !");
  CHECK(said("// x\0 user_pref('b', 2);"s) == "b=2 ");
  CHECK(said("user_pref('a', 'x\0; user_pref('b', 2);"s) == "b=2 ");
  CHECK(said("/* x\0 ; user_pref('b', 2);"s) == "b=2 ");
}

TEST_CASE("a byte order mark at the beginning is no error") {
  CHECK(said("\xEF\xBB\xBFuser_pref('a', 1);") == "a=1 ");
}

TEST_CASE("defaults can stand in any file, attributes only in the application's own") {
  const std::string bytes =
      "pref('a', 1); sticky_pref('b', true); lock_pref('c', 'x'); user_pref('d', 2);"
      "pref('e', 3, locked); user_pref('f', 4, sticky, locked); pref('g', 5, other); lockPref('h', 6);";
  const std::string everywhere = "a=1 default b=true default c='x' default locked d=2 ";
  CHECK(said(bytes, Dialect::user) == everywhere);
  CHECK(said(bytes, Dialect::defaults) == everywhere + "e=3 default locked f=4 locked ");
}

TEST_CASE("arbitrary bytes never trip the parser, and statements never overlap") {
  std::mt19937 random(7);
  const std::string alphabet = std::string("user_pref(\"x\", 'y');\\u/*\n\r#-1;DC\xEF\xBB\xBF") + '\0';
  for (int i = 0; i < 50'000; ++i) {
    std::string bytes;
    for (unsigned length = random() % 80; length > 0; --length) {
      if (random() % 8 == 0)
        bytes += "user_pref('x',1);";
      else
        bytes.push_back(alphabet[random() % alphabet.size()]);
    }
    std::size_t end = 0;
    for (const auto& statement : parse_statements(bytes, Dialect::user).statements) {
      REQUIRE(statement.begin >= end);
      REQUIRE(statement.begin < statement.end);
      REQUIRE(statement.end <= bytes.size());
      end = statement.end;
    }
  }
}
