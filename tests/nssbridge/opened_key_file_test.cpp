// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/key_file_writer.hpp>
#include <nssbridge/move.hpp>
#include <nssbridge/opened_key_file.hpp>

#include <doctest/doctest.h>

#include "support/nss_fixtures.hpp"

using namespace nssbridge;
using tests::NssProfile;
using Access = Library::Access;

namespace {

const std::string password_of_file = "correct horse battery";

/// What this NSS makes a key file of.
Bytes exported(const std::string& name) {
  NssProfile profile;
  profile.import_pkcs12(name);
  Library library(profile.folder(), Access::read_only);
  Bytes file;
  {
    const auto certificates = library.main().certificates();
    KeyFileContents contents;
    for (const auto& stored : certificates)
      (stored.certificate.is_authority ? contents.authorities : contents.personal).push_back({&stored.certificate, stored.nickname});
    file = write_key_file(library.main(), contents, tests::secret(password_of_file), KeyFileScheme::compatible);
  }
  library.close();
  return file;
}

void bring(BytesView file, const NssProfile& target) {
  Library library(target.folder(), Access::read_write);
  tests::log_in(library.main(), target);
  {
    auto opened = OpenedKeyFile::open(library, key_file::read(file), tests::secret(password_of_file));
    REQUIRE(opened);
    CHECK(opened->keys() == 1);
    CHECK(opened->keys_without_certificate() == 0);
    for (const auto& stored : opened->certificates()) {
      const bool own = !stored.certificate.is_authority;
      store_certificate(library.main(), stored.certificate, own ? stored.nickname : std::string(), own);
      CHECK(opened->signs_for(stored.certificate) == own);
      if (own) Mover(opened->token(), library.main()).copy_key(stored);
    }
  }
  library.close();
}

}  // namespace

TEST_CASE("what comes out of a key file equals what pk12util leaves, whether the file tells a key's public point or not") {
  for (const std::string password : {"", "secret"})
    for (const std::string name : {"rsa2048", "p256", "p384", "p521"}) {
      CAPTURE(password);
      CAPTURE(name);
      NssProfile target(password), reference(password);
      reference.import_pkcs12(name);
      bring(exported(name), target);
      CHECK(tests::difference(target.objects(), reference.objects()) == "");
    }
}
