// SPDX-License-Identifier: MPL-2.0
#include <host/text/printable.hpp>

#include <doctest/doctest.h>

#include <clocale>
#include <string>

using host::text::columns;
using host::text::printable;

TEST_CASE("letters of every script, signs and spaces stay as they are") {
  for (const char* text :
       {"", "Alice Example", "Zoë Ångström", "李雷", "Ελένη", "О'Нил", "emoji 😀", "\\u{202E}", "a\"b<c>&"}) {
    CAPTURE(text);
    CHECK(printable(text) == text);
  }
}

TEST_CASE("what would steer a terminal or change the order of text is shown as a number") {
  struct Case {
    std::string name;
    std::string text, shown;
  };
  const Case cases[] = {
      {"NUL", std::string("a\0b", 3), "a\\u{0000}b"},
      {"escape sequence", "\x1B[31mred", "\\u{001B}[31mred"},
      {"line feed", "a\nb", "a\\u{000A}b"},
      {"carriage return", "a\rb", "a\\u{000D}b"},
      {"tab", "a\tb", "a\\u{0009}b"},
      {"DEL", "a\x7F", "a\\u{007F}"},
      {"C1: CSI in one character",
       "\xC2\x9B"
       "31m",
       "\\u{009B}31m"},
      {"C1: next line", "\xC2\x85", "\\u{0085}"},
      {"right-to-left override", "a\u202Eb", "a\\u{202E}b"},
      {"isolates", "\u2066\u2067\u2068\u2069", "\\u{2066}\\u{2067}\\u{2068}\\u{2069}"},
      {"marks", "\u200E\u200F\u061C", "\\u{200E}\\u{200F}\\u{061C}"},
      {"zero width", "a\u200Bb\u200C\u200D\u2060\uFEFF", "a\\u{200B}b\\u{200C}\\u{200D}\\u{2060}\\u{FEFF}"},
      {"line and paragraph separators", "\u2028\u2029", "\\u{2028}\\u{2029}"},
      {"soft hyphen", "pay\u00ADpal", "pay\\u{00AD}pal"},
      {"fillers that look like nothing", "\u3164\u115F", "\\u{3164}\\u{115F}"},
      {"tags", "\U000E0041", "\\u{E0041}"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    CHECK(printable(each.text) == each.shown);
  }
}

TEST_CASE("bytes that are no UTF-8 are shown one by one") {
  struct Case {
    std::string name;
    std::string text, shown;
  };
  const Case cases[] = {
      {"Latin-1", "M\xFCller", "M\\xFCller"},
      {"a lone continuation", "\x80", "\\x80"},
      {"a cut character", "a\xE2\x82", "a\\xE2\\x82"},
      {"an overlong slash", "\xC0\xAF", "\\xC0\\xAF"},
      {"an overlong escape in three bytes", "\xE0\x80\x9B", "\\xE0\\x80\\x9B"},
      {"a surrogate", "\xED\xA0\x80", "\\xED\\xA0\\x80"},
      {"beyond Unicode", "\xF4\x90\x80\x80", "\\xF4\\x90\\x80\\x80"},
      {"no lead byte at all", "\xFF\xFE", "\\xFF\\xFE"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    CHECK(printable(each.text) == each.shown);
  }
}

TEST_CASE("a long name is cut after so many characters, never inside one") {
  CHECK(printable("abc", 3) == "abc");
  CHECK(printable("äöü", 2) == "äö…");
  CHECK(printable("\n\n\n", 1) == "\\u{000A}…");
}

TEST_CASE("columns are counted as a terminal counts them") {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  CHECK(columns("abc") == 3);
  CHECK(columns("Zoë") == 3);
  CHECK(columns("李雷") == 4);
  CHECK(columns("e\u0301") == 1);
}
