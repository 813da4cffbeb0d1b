// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/library.hpp>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "support/kind_of.hpp"
#include "support/nss_fixtures.hpp"

using namespace nssbridge;
using tests::kind_of;
using Access = Library::Access;

TEST_CASE("a profile without a primary password needs no login to use its keys") {
  tests::NssProfile profile;
  profile.import_pkcs12("p256");
  Library library(profile.folder(), Access::read_only);
  CHECK_FALSE(library.main().password_protected());
  CHECK_FALSE(library.main().uninitialised());
  CHECK(library.main().logged_in());
  CHECK(library.main().private_keys().size() == 1);
  library.close();
}

TEST_CASE("a wrong password says no as often as it is tried, and the right one opens") {
  tests::NssProfile profile("pässwörd €");
  profile.import_pkcs12("p256");
  Library library(profile.folder(), Access::read_only);
  Token& token = library.main();
  CHECK(token.password_protected());
  const std::string with_nul("pässwörd €\0more", 20);
  for (const std::string& wrong : {std::string("wrong"), std::string(), with_nul, std::string(499, 'a'),
                                   std::string(5000, 'a'), std::string("pässwörd")}) {
    CAPTURE(wrong.size());
    CHECK_FALSE(token.login(tests::secret(wrong)));
    CHECK_FALSE(token.logged_in());
    CHECK(kind_of([&] { token.private_keys(); }) == Kind::password_required);
  }
  CHECK(token.login(tests::secret("pässwörd €")));
  CHECK(token.logged_in());
  CHECK(token.password_protected());
  CHECK(token.private_keys().size() == 1);
  library.close();
}

TEST_CASE("certificates are listed before login, with what NSS stored beside them") {
  tests::NssProfile profile("secret");
  profile.import_pkcs12("rsa2048");
  Library library(profile.folder(), Access::read_only);
  std::size_t undecodable = 99;
  const auto certificates = library.main().certificates(&undecodable);
  CHECK(undecodable == 0);
  REQUIRE(certificates.size() == 3);
  const auto leaf = tests::certificate("rsa2048");
  const auto found = std::ranges::find_if(
      certificates, [&](const auto& stored) { return stored.certificate.fingerprint == leaf.fingerprint; });
  REQUIRE(found != certificates.end());
  CHECK(found->nickname == "rsa2048 nick");
  CHECK(found->key_id == leaf.key_id);
  CHECK(found->certificate.der == leaf.der);
  library.close();
}

TEST_CASE("a certificate that cannot be decoded is counted and the others are listed") {
  tests::NssProfile profile;
  profile.import_pkcs12("p256");
  profile.change("cert9.db", "UPDATE nssPublic SET a11 = x'3000' WHERE a0 = x'00000001' AND a3 = 'p256 nick'");
  profile.change("cert9.db", "UPDATE nssPublic SET a11 = x'3000' WHERE a0 = x'00000001' AND a3 = CAST('p256 nick' AS BLOB)");
  Library library(profile.folder(), Access::read_only);
  std::size_t undecodable = 0;
  CHECK(library.main().certificates(&undecodable).size() == 2);
  CHECK(undecodable == 1);
  library.close();
}

TEST_CASE("a nickname longer than any buffer is read whole") {
  tests::NssProfile profile;
  const std::string nickname(100'000, 'n');
  profile.add("root", nickname, ",,");
  Library library(profile.folder(), Access::read_only);
  const auto certificates = library.main().certificates();
  REQUIRE(certificates.size() == 1);
  CHECK(certificates.front().nickname == nickname);
  library.close();
}

TEST_CASE("keys are listed with their kind and whether they may leave") {
  tests::NssProfile profile;
  profile.import_pkcs12("rsa2048");
  profile.import_pkcs12("p384");
  profile.change("key4.db", "UPDATE nssPrivate SET a162 = x'00' WHERE a100 = x'00000003'");
  Library library(profile.folder(), Access::read_only);
  auto keys = library.main().private_keys();
  REQUIRE(keys.size() == 2);
  std::ranges::sort(keys, {}, &StoredKey::algorithm);
  CHECK(keys[0].algorithm == "ec");
  CHECK_FALSE(keys[0].extractable);
  CHECK(keys[0].key_id == tests::certificate("p384").key_id);
  CHECK(keys[1].algorithm == "rsa");
  CHECK(keys[1].extractable);
  CHECK(keys[1].key_id == tests::certificate("rsa2048").key_id);
  library.close();
}

TEST_CASE("what another process deletes during the listing is left out") {
  tests::NssProfile profile;
  profile.import_pkcs12("p256");
  const pid_t writer = ::fork();
  REQUIRE(writer >= 0);
  if (writer == 0) {
    const std::string configuration = "sql:" + profile.folder().string();
    for (int i = 0; i < 40; ++i) {
      profile.add("twin", "twin", ",,");
      tests::run({"certutil", "-D", "-d", configuration, "-n", "twin"});
    }
    ::_exit(0);
  }
  Library library(profile.folder(), Access::read_only);
  int status = 0;
  std::size_t fewest = 99, most = 0;
  while (::waitpid(writer, &status, WNOHANG) == 0) {
    const auto count = library.main().certificates().size();
    fewest = std::min(fewest, count);
    most = std::max(most, count);
  }
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(fewest == 3);
  CHECK(most <= 4);
  library.close();
}
