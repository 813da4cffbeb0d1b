// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/ini.hpp>

#include <doctest/doctest.h>

#include <random>
#include <string>

using host::profiles::Ini;

namespace {

std::string utf16(const std::u16string& text) {
  std::string bytes = "\xFF\xFE";
  for (char16_t unit : text) {
    bytes.push_back(static_cast<char>(unit & 0xFF));
    bytes.push_back(static_cast<char>(unit >> 8));
  }
  return bytes;
}

}  // namespace

TEST_CASE("profiles.ini is read as Mozilla reads it") {
  struct Case {
    const char* name;
    std::string bytes;
    std::optional<std::string> expected;
  };
  const std::string long_path(300'000, 'x');
  for (const auto& each : {
           Case{"a plain value", "[A]\nPath=abc\n", "abc"},
           Case{"Windows line ends", "[A]\r\nPath=abc\r\n", "abc"},
           Case{"old Macintosh line ends", "[A]\rPath=abc\r", "abc"},
           Case{"a byte order mark", "\xEF\xBB\xBF[A]\nPath=abc\n", "abc"},
           Case{"UTF-16 with its mark", utf16(u"[A]\r\nPath=é🔑\r\n"), "é🔑"},
           Case{"half a surrogate pair in UTF-16", utf16(std::u16string(u"[A]\nPath=a") + u'\xD83D'),
                "a\xEF\xBF\xBD"},
           Case{"no line end at the end", "[A]\nPath=abc", "abc"},
           Case{"a semicolon in the value is no comment", "[A]\nPath=a ; b\n", "a ; b"},
           Case{"a hash in the value is no comment", "[A]\nPath=a#b\n", "a#b"},
           Case{"an equals sign in the value", "[A]\nPath=a=b\n", "a=b"},
           Case{"any script", "[A]\nPath=Профиль 配置 ملف\n", "Профиль 配置 ملف"},
           Case{"blanks around the value belong to it", "[A]\nPath= abc \n", " abc "},
           Case{"blanks before the key do not count", "[A]\n \tPath=abc\n", "abc"},
           Case{"blanks behind the key make another key", "[A]\nPath =abc\n", std::nullopt},
           Case{"blanks behind a section's bracket", "[A] \t\nPath=abc\n", "abc"},
           Case{"text behind a section's bracket", "[A] x\nPath=abc\n", std::nullopt},
           Case{"a section without its closing bracket", "[A\nPath=abc\n", "abc"},
           Case{"brackets inside a section's name", "[[A]\nPath=abc\n", std::nullopt},
           Case{"comments on lines of their own", "# x\n[A]\n; y\nPath=abc\n", "abc"},
           Case{"a commented value", "[A]\n#Path=abc\n", std::nullopt},
           Case{"the last of two counts", "[A]\nPath=no\nPath=abc\n", "abc"},
           Case{"a section that comes back", "[A]\nPath=no\n[B]\nX=1\n[A]\nPath=abc\n", "abc"},
           Case{"keys know capitals", "[A]\npath=abc\n", std::nullopt},
           Case{"a very long value", "[A]\nPath=" + long_path + "\n", long_path},
           Case{"an empty value", "[A]\nPath=\n", ""},
           Case{"nothing behind a NUL", std::string("[A]\n\0Path=abc\n", 14), std::nullopt},
           Case{"bytes that are no text", "[A]\nPath=\xC3\x28\xFF\n", "\xC3\x28\xFF"},
           Case{"outside a section", "Path=abc\n", std::nullopt},
           Case{"no equals sign", "[A]\nPath\n", std::nullopt},
           Case{"nothing", "", std::nullopt},
       }) {
    CAPTURE(each.name);
    CHECK(Ini::parse(each.bytes).get("A", "Path") == each.expected);
  }
}

TEST_CASE("broken lines of an ini file hide nothing else") {
  const auto ini = Ini::parse("[Empty]\n[A]\nnonsense\n=value\n[bad] x\nPath=no\n[B]\nPath=abc\n");
  CHECK(ini.get("B", "Path") == "abc");
  CHECK_FALSE(ini.get("B", "Name").has_value());
  CHECK(ini.sections() == std::vector<std::string>{"B"});
}

TEST_CASE("arbitrary bytes never trip the ini reader") {
  std::mt19937 random(11);
  const std::string alphabet = std::string("[]=;# \t\r\nAPath\xFF\xFE\xEF\xBB\xBF\xD8") + '\0';
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = i % 2 == 0 ? "" : "\xFF\xFE";
    for (unsigned length = random() % 60; length > 0; --length)
      bytes.push_back(alphabet[random() % alphabet.size()]);
    const auto ini = Ini::parse(bytes);
    for (const auto& section : ini.sections()) REQUIRE_FALSE(section.empty());
  }
}
