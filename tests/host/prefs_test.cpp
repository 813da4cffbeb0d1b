// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/parser.hpp>
#include <host/prefs/prefs.hpp>
#include <nssbridge/error.hpp>
#include <support/kind_of.hpp>
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <random>

using namespace host::prefs;
using nssbridge::Kind;

TEST_CASE("preferences are read as Mozilla's parser reads them") {
  struct Case {
    const char* name;
    std::string bytes;
    std::optional<Value> expected;
  };
  using Text = std::string;
  for (const auto& each : {
           Case{"a string", R"(user_pref("x", "abc");)", Text("abc")},
           Case{"single quotes", R"(user_pref('x', 'a"c');)", Text("a\"c")},
           Case{"spaces and lines anywhere", "user_pref ( \"x\"\n ,\t\"abc\" ) ;", Text("abc")},
           Case{"escapes", R"(user_pref("x", "\\ \" \' \n \r \x41 \u00e9 \ud83d\udd11");)",
                Text("\\ \" ' \n \r A \xC3\xA9 \xF0\x9F\x94\x91")},
           Case{"true", R"(user_pref("x", true);)", true},
           Case{"a negative number", R"(user_pref("x", -2147483648);)", -2147483647 - 1},
           Case{"a signed number", R"(user_pref("x", +7);)", 7},
           Case{"two on a line, the last counts", R"(user_pref("x", 1); user_pref("x", 2);)", 2},
           Case{"comments of three kinds", "// a\n# b\n/* c */ user_pref(/* d */\"x\", 1); // e", 1},
           Case{"a default", R"(pref("x", 1); sticky_pref("x", 3);)", 3},
           Case{"a default loses against a user's value", R"(user_pref("x", 1); pref("x", 2);)", 1},
           Case{"attributes belong to the application's own files", R"(user_pref("x", 1, locked);)",
                std::nullopt},
           Case{"a statement behind a broken one", "user_pref(\"y\", oops);\nuser_pref(\"x\", 1);", 1},
           Case{"a number too large", R"(user_pref("x", 2147483648);)", std::nullopt},
           Case{"no such escape", R"(user_pref("x", "\q");)", std::nullopt},
           Case{"half a surrogate pair", R"(user_pref("x", "\ud83d");)", std::nullopt},
           Case{"a NUL", Text("user_pref(\"x\", \"a\0b\");", 22), std::nullopt},
           Case{"inside a comment", "// user_pref(\"x\", 1);", std::nullopt},
           Case{"no closing quote", "user_pref(\"x\", \"abc);", std::nullopt},
           Case{"nothing", "", std::nullopt},
       }) {
    CAPTURE(each.name);
    CHECK(PrefsFile::parse(each.bytes).get("x") == each.expected);
  }
}

TEST_CASE("a change leaves every other byte as it stands") {
  const std::string before =
      "// Mozilla User Preferences\n\nuser_pref(\"a\", 1);\nuser_pref(\"x\", \"old\"); // kept\n"
      "  user_pref(  'b', 'odd' );\nuser_pref(\"x\", \"older\");\n";
  auto file = PrefsFile::parse(before);
  SUBCASE("all statements of a name become one in the place of the last") {
    file.set("x", std::string("new"));
    CHECK(file.bytes() ==
          "// Mozilla User Preferences\n\nuser_pref(\"a\", 1);\n // kept\n  user_pref(  'b', 'odd' );\n"
          "user_pref(\"x\", \"new\");\n");
  }
  SUBCASE("a new one is appended") {
    file.set("y", true);
    CHECK(file.bytes() == before + "user_pref(\"y\", true);\n");
  }
  SUBCASE("a removed one takes its line along") {
    file.remove("a");
    CHECK(file.bytes() == "// Mozilla User Preferences\n\n" + before.substr(before.find("user_pref(\"x\"")));
  }
  SUBCASE("a file without a last line end gets one") {
    auto open = PrefsFile::parse("user_pref(\"a\", 1);");
    open.set("b", 2);
    CHECK(open.bytes() == "user_pref(\"a\", 1);\nuser_pref(\"b\", 2);\n");
  }
}

TEST_CASE("what Mozilla would not read at the end is put where it reads") {
  struct Case {
    const char* before;
    const char* after;
  };
  for (const auto& each : {
           Case{"user_pref(\"a\", 1);\n/* open", "user_pref(\"a\", 1);\nuser_pref(\"x\", true);\n/* open"},
           Case{"user_pref(\"a\", 1); garbage", "user_pref(\"a\", 1);\nuser_pref(\"x\", true); garbage"},
           Case{"user_pref(\"b\", \"open\n", "user_pref(\"x\", true);\nuser_pref(\"b\", \"open\n"},
           Case{"\xEF\xBB\xBFoops", "\xEF\xBB\xBFuser_pref(\"x\", true);\noops"},
           Case{"// a comment", "// a comment\nuser_pref(\"x\", true);\n"},
           Case{"user_pref(\"a\", 1);\r", "user_pref(\"a\", 1);\ruser_pref(\"x\", true);\n"},
       }) {
    CAPTURE(each.before);
    auto file = PrefsFile::parse(each.before);
    file.set("x", true);
    CHECK(file.bytes() == each.after);
    CHECK(PrefsFile::parse(file.bytes()).boolean("x") == true);
  }
}

TEST_CASE("a byte order mark that is an error stays one when what stood before it goes") {
  auto file = PrefsFile::parse("user_pref('x', 1);\xEF\xBB\xBFuser_pref('y', 2);");
  file.remove("x");
  CHECK(file.names().empty());
  CHECK(PrefsFile::parse(file.bytes()).names().empty());
  CHECK(file.bytes() == "\n\xEF\xBB\xBFuser_pref('y', 2);");
}

TEST_CASE("many changes at once are the same as one after the other") {
  const std::string before =
      "user_pref(\"a\", 1);\r\nuser_pref(\"b\", 1);user_pref(\"a\", 2);\r\nuser_pref(\"c\", 3);\r\n";
  auto at_once = PrefsFile::parse(before), singly = at_once;
  const Changes changes{{"a", Value(7)},
                        {"b", std::nullopt},
                        {"d", Value(std::string("x"))},
                        {"e", Value(false)},
                        {"f", std::nullopt}};
  at_once.change(changes);
  for (const auto& [name, value] : changes) value ? singly.set(name, *value) : singly.remove(name);
  CHECK(at_once.bytes() == singly.bytes());
  CHECK(
      at_once.bytes() ==
      "user_pref(\"a\", 7);\r\nuser_pref(\"c\", 3);\r\nuser_pref(\"d\", \"x\");\nuser_pref(\"e\", false);\n");
}

TEST_CASE("names that bite come back as they were and set nothing else") {
  std::mt19937 random(20261124);
  std::vector<std::string> names{"\"); user_pref(\"evil\", true); //",
                                 "\\",
                                 "\\\"",
                                 "'",
                                 "a\nuser_pref(\"evil\", 1);\n",
                                 "\r\n",
                                 "\x1B[31m",
                                 "\xE2\x80\xAE",
                                 "</script>",
                                 "\xFF\xFE",
                                 "\\u0022",
                                 "%s%n",
                                 std::string(100'000, '"')};
  const std::string bytes = "\"'\\\n\r;)(ua/*#";
  for (int i = 0; i < 2000; ++i) {
    std::string name;
    for (unsigned length = random() % 24; length > 0; --length)
      name.push_back(bytes[random() % bytes.size()]);
    names.push_back(std::move(name));
  }
  for (const auto& name : names) {
    auto file =
        PrefsFile::parse("user_pref(\"before\", 1);\nuser_pref(\"x\", \"y\");\nuser_pref(\"after\", 2);\n");
    file.set("x", name);
    const auto again = PrefsFile::parse(file.bytes());
    REQUIRE(again.text("x") == name);
    REQUIRE(again.names().size() == 3);
    REQUIRE(file.bytes().starts_with("user_pref(\"before\", 1);\n"));
    REQUIRE(file.bytes().ends_with("\nuser_pref(\"after\", 2);\n"));
  }
}

/// Pieces of preference files, good and bad.
std::string random_file(std::mt19937& random) {
  const char* pieces[] = {"user_pref(\"a\", 1);",
                          "user_pref('b', 'x;y');",
                          "user_pref(\"x\", 3);",
                          "user_pref ( 'x' , -4 ) ;",
                          "// c; \"\n",
                          "/* ' */",
                          "# \"\n",
                          "\n",
                          "\r\n",
                          " ",
                          "oops;",
                          "user_pref(\"a\", \"\\q\");",
                          "\"open",
                          "'",
                          "/*",
                          "user_pref(",
                          ";",
                          "pref(\"a\", 9);",
                          "pref('x', 9);",
                          "lock_pref('x', 8);",
                          " \xEF\xBB\xBF",
                          "\xEF\xBB\xBF",
                          "user_pref(\"c\", true)"};
  std::string bytes;
  for (unsigned length = random() % 12; length > 0; --length) bytes += pieces[random() % std::size(pieces)];
  return bytes;
}

/// What is left of a file if its statements for `name` are taken out.
std::string without(const std::string& bytes, const std::string& name) {
  std::string rest;
  std::size_t copied = 0;
  for (const auto& statement : parse_statements(bytes, Dialect::user).statements) {
    if (statement.name != name) continue;
    rest.append(bytes, copied, statement.begin - copied);
    copied = statement.end;
  }
  rest.append(bytes, copied);
  std::erase_if(rest, [](char c) { return c == '\n' || c == '\r'; });
  return rest;
}

TEST_CASE("in any file, however broken, a change does what it says and leaves the rest byte for byte") {
  std::mt19937 random(99);
  for (int i = 0; i < 20'000; ++i) {
    const auto bytes = random_file(random);
    CAPTURE(bytes);
    const auto before = PrefsFile::parse(bytes);
    auto after = before;
    const auto wanted = random() % 3 == 0 ? std::nullopt : std::optional<Value>(std::string("new"));
    after.change({{"x", wanted}});
    const auto again = PrefsFile::parse(after.bytes());
    for (const auto& name : before.names())
      if (name != "x") REQUIRE(again.get(name) == before.get(name));
    REQUIRE(again.get("x") == wanted);
    REQUIRE(without(bytes, "x") == without(after.bytes(), "x"));
  }
}

TEST_CASE("a NUL is refused, since it would make Thunderbird drop the preference") {
  auto file = PrefsFile::parse("");
  CHECK(tests::kind_of([&] { file.set("x", std::string("a\0b", 3)); }) == Kind::invalid_request);
}

TEST_CASE("prefs.js is rewritten atomically, with its mode, and only where something changes") {
  const tests::TemporaryFolder profile;
  const auto file = profile.path() / "prefs.js";
  tests::write_file(file, "user_pref(\"a\", 1);\n");
  ::chmod(file.c_str(), 0640);
  tests::write_file(profile.path() / "prefs.js.certferry-new", "left by a run that was killed");
  struct stat before {
  }, after{};
  ::stat(file.c_str(), &before);
  rewrite(profile.path(), {{"a", Value(1)}, {"gone", std::nullopt}});
  ::stat(file.c_str(), &after);
  CHECK(before.st_ino == after.st_ino);
  rewrite(profile.path(), {{"a", Value(2)}, {"b", Value(std::string("x"))}});
  ::stat(file.c_str(), &after);
  CHECK(tests::read_bytes(file) == "user_pref(\"a\", 2);\nuser_pref(\"b\", \"x\");\n");
  CHECK((after.st_mode & 0777) == 0640);
  CHECK_FALSE(std::filesystem::exists(profile.path() / "prefs.js.certferry-new"));
}

TEST_CASE("preferences that are no ordinary file are refused, absent ones are empty") {
  const tests::TemporaryFolder profile;
  CHECK(read_file(profile.path() / "prefs.js").empty());
  REQUIRE(::mkfifo((profile.path() / "fifo").c_str(), 0600) == 0);
  CHECK(tests::kind_of([&] { read_file(profile.path() / "fifo"); }) == Kind::bad_file);
  std::filesystem::create_symlink("/etc/passwd", profile.path() / "link");
  CHECK(tests::kind_of([&] { read_file(profile.path() / "link"); }) == Kind::permission_denied);
}
