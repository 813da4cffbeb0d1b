// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/ini.hpp>

#include <doctest/doctest.h>

using host::profiles::parse_ini;

TEST_CASE("profiles.ini is read as Mozilla reads it") {
  struct Case {
    const char* name;
    std::string bytes;
    const char* expected;
  };
  const std::string long_path(5000, 'x');
  for (const auto& each : {
           Case{"a plain value", "[A]\nPath=abc\n", "abc"},
           Case{"Windows line ends", "[A]\r\nPath=abc\r\n", "abc"},
           Case{"a byte order mark", "\xEF\xBB\xBF[A]\nPath=abc\n", "abc"},
           Case{"no line end at the end", "[A]\nPath=abc", "abc"},
           Case{"a semicolon in the value is no comment", "[A]\nPath=a ; b\n", "a ; b"},
           Case{"an equals sign in the value", "[A]\nPath=a=b\n", "a=b"},
           Case{"any script", "[A]\nPath=Профиль 配置\n", "Профиль 配置"},
           Case{"spaces around", "[A]\n Path = abc \n", "abc"},
           Case{"comments on lines of their own", "# x\n[A]\n; y\nPath=abc\n", "abc"},
           Case{"the last of two counts", "[A]\nPath=no\nPath=abc\n", "abc"},
           Case{"a very long value", "[A]\nPath=" + long_path + "\n", long_path.c_str()},
           Case{"an empty value", "[A]\nPath=\n", ""},
       }) {
    CAPTURE(each.name);
    const auto sections = parse_ini(each.bytes);
    REQUIRE(sections.size() == 1);
    CHECK(sections[0].get("Path") == each.expected);
  }
}

TEST_CASE("broken lines of an ini file say nothing and hide nothing") {
  CHECK(parse_ini("").empty());
  CHECK(parse_ini("Path=outside\n").empty());
  CHECK(parse_ini("[unclosed\nPath=abc\n").empty());
  CHECK(parse_ini("[A] x\nPath=abc\n").empty());
  const auto sections = parse_ini("[A]\nnonsense\n=value\n[B]\nPath=abc\n");
  REQUIRE(sections.size() == 2);
  CHECK(sections[0].entries.empty());
  CHECK(sections[1].get("Path") == "abc");
  CHECK_FALSE(sections[1].get("Name").has_value());
}
