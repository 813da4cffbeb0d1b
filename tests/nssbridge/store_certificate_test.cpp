// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/move.hpp>

#include <doctest/doctest.h>

#include "support/kind_of.hpp"
#include "support/nss_fixtures.hpp"

using namespace nssbridge;
using tests::kind_of;
using tests::NssProfile;
using Access = Library::Access;

namespace {

std::string nickname_in(const Token& token, const std::string& name) {
  const auto wanted = tests::certificate(name).fingerprint;
  for (const auto& stored : token.certificates())
    if (stored.certificate.fingerprint == wanted) return stored.nickname;
  return "(not there)";
}

}  // namespace

TEST_CASE("a name that another subject has gets a number, and one subject keeps one name") {
  NssProfile profile;
  Library library(profile.folder(), Access::read_write);
  Token& token = library.main();
  store_certificate(token, tests::certificate("rsa2048"), "wanted", true);
  store_certificate(token, tests::certificate("p256"), "wanted", true);
  store_certificate(token, tests::certificate("p384"), "wanted", true);
  store_certificate(token, tests::certificate("rekeyed"), "something else", true);
  CHECK(nickname_in(token, "rsa2048") == "wanted");
  CHECK(nickname_in(token, "p256") == "wanted #2");
  CHECK(nickname_in(token, "p384") == "wanted #3");
  CHECK(nickname_in(token, "rekeyed") == "wanted");
  library.close();
}

TEST_CASE("a certificate without a name gets the one that NSS makes") {
  NssProfile profile;
  Library library(profile.folder(), Access::read_write);
  Token& token = library.main();
  for (const std::string name : {"root", "intermediate"}) store_certificate(token, tests::certificate(name), {}, false);
  store_certificate(token, tests::certificate("p256"), {}, true);
  store_certificate(token, tests::certificate("p384"), std::string("\0x", 2), true);
  store_certificate(token, tests::certificate("p521"), {}, false);
  CHECK(nickname_in(token, "root") == "Root - Certferry Tests");
  CHECK(nickname_in(token, "intermediate") == "Intermediate - Certferry Tests");
  CHECK(nickname_in(token, "p256") == "Alice P-256 - Certferry Tests");
  CHECK(nickname_in(token, "p384") == "Alice P-384 - Certferry Tests");
  CHECK(nickname_in(token, "p521") == "");
  library.close();
}

TEST_CASE("another certificate with the same issuer and serial is refused and nothing is written") {
  NssProfile profile;
  profile.add("twin", "twin", ",,");
  const auto before = profile.database_bytes();
  Library library(profile.folder(), Access::read_write);
  CHECK(kind_of([&] { store_certificate(library.main(), tests::certificate("rsa2048"), "x", true); }) ==
        Kind::not_eligible);
  library.close();
  CHECK(profile.database_bytes() == before);
}

TEST_CASE("a certificate that is named already keeps its name, as NSS's own import has it") {
  NssProfile profile;
  profile.add("p256", "my own name", ",,");
  const auto before = profile.database_bytes();
  Library library(profile.folder(), Access::read_write);
  CHECK(store_certificate(library.main(), tests::certificate("p256"), "another", true) == Copied::present);
  library.close();
  CHECK(profile.database_bytes() == before);
}

TEST_CASE("what is stored beside a certificate equals certutil's, wherever its address is and however it is written") {
  for (const std::string name : {"root", "intermediate", "rsa2048", "p521", "odd-none", "odd-nameless", "odd-two", "odd-mail", "odd-both",
                           "odd-control", "odd-nul", "odd-leading-nul", "odd-empty", "odd-bytes", "odd-directory", "odd-other"}) {
    CAPTURE(name);
    NssProfile ours, theirs;
    theirs.add(name, "some name", ",,");
    Library library(ours.folder(), Access::read_write);
    CHECK(store_certificate(library.main(), tests::certificate(name), "some name", true) == Copied::written);
    library.close();
    CHECK(tests::difference(ours.objects(1), theirs.objects(1)) == "");
  }
}

TEST_CASE("names that bite are stored as they are") {
  NssProfile profile;
  const std::string biting = "\"); user_pref(\"x\", 1);\n\x1b[31m</script>\u202e'\\:" + std::string(100'000, 'n');
  Library library(profile.folder(), Access::read_write);
  store_certificate(library.main(), tests::certificate("p256"), biting, true);
  CHECK(nickname_in(library.main(), "p256") == biting);
  library.close();
}
