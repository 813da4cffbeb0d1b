// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/key_file_writer.hpp>

#include <doctest/doctest.h>

#include "support/kind_of.hpp"
#include "support/nss_fixtures.hpp"

#include <fstream>

using namespace nssbridge;
using tests::kind_of;
using tests::NssProfile;
using Access = Library::Access;

namespace {

const std::string usual = "correct horse battery";

/// What a profile holds, as a key file would.
struct Source {
  std::vector<StoredCertificate> certificates;
  KeyFileContents contents;

  Source(const Token& token, const std::vector<std::string>& names) : certificates(token.certificates()) {
    for (const auto& stored : certificates) {
      const NamedCertificate named{&stored.certificate, stored.nickname};
      if (stored.certificate.is_authority) contents.authorities.push_back(named);
      for (const auto& name : names)
        if (stored.certificate.fingerprint == tests::certificate(name).fingerprint) contents.personal.push_back(named);
    }
  }
};

struct Written {
  Bytes bytes;
  bool held;
};

Written write(const NssProfile& profile, const std::vector<std::string>& names, const std::string& password,
              KeyFileScheme scheme = KeyFileScheme::modern) {
  Library library(profile.folder(), Access::read_only);
  Written written;
  {
    const Source source(library.main(), names);
    tests::log_in(library.main(), profile);
    written.bytes = write_key_file(library.main(), source.contents, tests::secret(password), scheme);
    written.held = holds(library, written.bytes, source.contents, tests::secret(password));
  }
  library.close();
  return written;
}

void save(const std::filesystem::path& file, const void* bytes, std::size_t count) {
  std::ofstream(file, std::ios::binary).write(static_cast<const char*>(bytes), static_cast<std::streamsize>(count));
}

/// What OpenSSL says of the file, opened with the password.
std::string in_openssl(const Bytes& file, const std::string& password) {
  const tests::TemporaryFolder folder;
  save(folder.path() / "file.p12", file.data(), file.size());
  const std::string line = password + "\n";
  save(folder.path() / "password", line.data(), line.size());
  return tests::run({"sh", "-c", "openssl pkcs12 -in \"$0/file.p12\" -passin \"file:$0/password\" -info -nodes 2>&1",
                     folder.path().string()});
}

std::size_t times(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

const std::vector<std::string> kinds{"rsa2048", "rsa3072", "p256", "p384", "p521"};

}  // namespace

TEST_CASE("a key file holds each kind of key with its chain, and OpenSSL reads what it should be protected with") {
  for (const std::string primary : {"", "primary"})
    for (const auto& name : kinds) {
      CAPTURE(primary);
      CAPTURE(name);
      NssProfile profile(primary);
      profile.import_pkcs12(name);
      const auto written = write(profile, {name}, usual);
      CHECK(written.held);
      const auto said = in_openssl(written.bytes, usual);
      CHECK(times(said, "BEGIN PRIVATE KEY") == 1);
      CHECK(times(said, "BEGIN CERTIFICATE") == 3);
      CHECK(times(said, "PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256") == 2);
      CHECK(times(said, "MAC: sha256, Iteration 600000") == 1);
    }
}

TEST_CASE("a key file for old readers has what those read") {
  NssProfile profile;
  profile.import_pkcs12("rsa2048");
  profile.import_pkcs12("p256");
  const auto written = write(profile, {"rsa2048", "p256"}, usual, KeyFileScheme::compatible);
  CHECK(written.held);
  const auto said = in_openssl(written.bytes, usual);
  CHECK(times(said, "BEGIN PRIVATE KEY") == 2);
  CHECK(times(said, "pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 100000") == 3);
  CHECK(times(said, "MAC: sha1, Iteration 100000") == 1);
}

TEST_CASE("many keys cost the rounds of the file once, and fewer each") {
  NssProfile profile;
  for (const auto& name : kinds) profile.import_pkcs12(name);
  {
    const auto written = write(profile, kinds, usual);
    CHECK(written.held);
    const auto said = in_openssl(written.bytes, usual);
    CHECK(times(said, "BEGIN PRIVATE KEY") == 5);
    CHECK(times(said, "BEGIN CERTIFICATE") == 7);
    CHECK(times(said, "Iteration 2000") == 5);
    CHECK(times(said, "Iteration 600000") == 2);
  }
}

TEST_CASE("certificates that share a key or a name come back as they were") {
  NssProfile source, target;
  for (const std::string name : {"rsa2048", "extended", "rekeyed"}) source.import_pkcs12(name);
  const auto written = write(source, {"rsa2048", "extended", "rekeyed"}, usual);
  REQUIRE(written.held);
  const tests::TemporaryFolder folder;
  save(folder.path() / "file.p12", written.bytes.data(), written.bytes.size());
  save(folder.path() / "password", usual.data(), usual.size());
  tests::run({"pk12util", "-i", (folder.path() / "file.p12").string(), "-w", (folder.path() / "password").string(), "-d",
              "sql:" + target.folder().string(), "-K", ""});
  CHECK(tests::difference(target.objects(1), source.objects(1)) == "");
  CHECK(target.objects(3).size() == source.objects(3).size());
}

TEST_CASE("passwords beyond ASCII, long ones and the empty one open the file") {
  NssProfile profile;
  profile.import_pkcs12("p256");
  for (const std::string& password : {std::string("p\u00e4ssw\u00f6rd\u20ac"), std::string("\U0001f511 key"), std::string(300, 'x'), std::string()}) {
    CAPTURE(password);
    const auto written = write(profile, {"p256"}, password);
    CHECK(written.held);
    CHECK(times(in_openssl(written.bytes, password), "BEGIN PRIVATE KEY") == 1);
  }
  CHECK(kind_of([&] { write(profile, {"p256"}, "\xff"); }) == Kind::invalid_request);
}

TEST_CASE("a file that was changed on its way, or holds something else, does not pass for the one that was meant") {
  NssProfile profile;
  profile.import_pkcs12("p256");
  profile.import_pkcs12("p384");
  Library library(profile.folder(), Access::read_only);
  {
    const Source one(library.main(), {"p256"}), other(library.main(), {"p384"});
    const auto file = write_key_file(library.main(), one.contents, tests::secret(usual), KeyFileScheme::compatible);
    CHECK(holds(library, file, one.contents, tests::secret(usual)));
    CHECK(!holds(library, file, other.contents, tests::secret(usual)));
    CHECK(!holds(library, file, one.contents, tests::secret("another")));
    for (std::size_t at : {file.size() / 4, file.size() / 2, file.size() - 40}) {
      auto damaged = file;
      damaged[at] ^= 1U;
      CHECK(!holds(library, damaged, one.contents, tests::secret(usual)));
    }
    CHECK(!holds(library, BytesView(file).first(file.size() / 2), one.contents, tests::secret(usual)));
    CHECK(!holds(library, {}, one.contents, tests::secret(usual)));
    auto wrong = one.contents;
    wrong.personal.front().certificate = other.contents.personal.front().certificate;
    CHECK(!holds(library, file, wrong, tests::secret(usual)));
  }
  library.close();
}

TEST_CASE("a key that may not leave its profile goes into no file") {
  NssProfile profile;
  profile.import_pkcs12("p256");
  profile.change("key4.db", "UPDATE nssPrivate SET a162 = x'00'");
  CHECK(kind_of([&] { write(profile, {"p256"}, usual); }) == Kind::key_not_extractable);
  NssProfile without;
  without.add("p256", "p256", ",,");
  CHECK(kind_of([&] { write(without, {"p256"}, usual); }) == Kind::no_private_key);
}
