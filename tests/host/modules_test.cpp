// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/modules.hpp>

#include <doctest/doctest.h>

#include <string>

using host::profiles::parse_modules;

namespace {

constexpr const char* internal = "library=\nname=NSS Internal PKCS #11 Module\nparameters=configdir='sql:/x'\nNSS=Flags=internal\n\n";

}  // namespace

TEST_CASE("a profile without modules of others has none, whatever NSS's own is called") {
  CHECK(parse_modules("").empty());
  CHECK(parse_modules(internal).empty());
  CHECK(parse_modules("name=Only a name\n").empty());
}

TEST_CASE("modules come in their order, with the last one complete even without a last empty line") {
  const auto modules = parse_modules(std::string(internal) + "library=/usr/lib/a.so\nname=A card\n\n\nlibrary=/opt/with space/b.so\nname=B");
  REQUIRE(modules.size() == 2);
  CHECK(modules[0].library == "/usr/lib/a.so");
  CHECK(modules[0].name == "A card");
  CHECK(modules[1].library == "/opt/with space/b.so");
  CHECK(modules[1].name == "B");
}

TEST_CASE("the case of keys does not count, comments and other keys say nothing, and quoted values are unquoted") {
  const auto modules = parse_modules("#library=/no.so\nLIBRARY=\"/opt/a \\\"b\\\"/c.so\"\nnss=library=/no.so\nNAME=\"x\\\\y\"\n");
  REQUIRE(modules.size() == 1);
  CHECK(modules[0].library == "/opt/a \"b\"/c.so");
  CHECK(modules[0].name == "x\\y");
}

TEST_CASE("a list that was made to be long is cut") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "library=/a\n\n";
  CHECK(parse_modules(text).size() == 64);
}
