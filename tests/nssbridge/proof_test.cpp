// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/proof.hpp>
#include <nssbridge/version.hpp>

#include <doctest/doctest.h>

#include <fstream>

#include "support/nss_fixtures.hpp"
#include "support/verdict_fixtures.hpp"

using namespace nssbridge;
using tests::NssProfile;
using Access = Library::Access;

namespace {

bool can_encrypt(const std::string& name) {
  return name.starts_with("rsa") || !older(Library::version(), "3.101");
}

std::optional<bool> where(bool possible) {
  return possible ? std::optional(true) : std::nullopt;
}

Time now() {
  return tests::VerdictCertificates::all().now();
}

Checks prove_in(Library& library, const Certificate& wanted) {
  const auto certificates = library.main().certificates();
  const Verifier verifier(certificates, read_trust(library.main()), std::nullopt, {.at = now()});
  for (const auto& stored : certificates)
    if (stored.certificate.fingerprint == wanted.fingerprint) return prove(library, stored, verifier);
  return prove(library, {wanted, {}, {}, 0}, verifier);
}

Checks prove_in(const NssProfile& profile, const Certificate& wanted) {
  Library library(profile.folder(), Access::read_only);
  tests::log_in(library.main(), profile);
  const auto checks = prove_in(library, wanted);
  library.close();
  return checks;
}

void write(const std::filesystem::path& file, const Bytes& bytes) {
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

/// A certificate of the verdict table, with the key that it was made for.
void import_made(const NssProfile& profile, const std::string& name, const std::string& key_kind) {
  const tests::TemporaryFolder folder("made");
  const auto der = folder.path() / "certificate.der", pem = folder.path() / "certificate.pem",
             p12 = folder.path() / "all.p12";
  write(der, tests::VerdictCertificates::all().get(name).der);
  tests::run({"env", "-u", "LD_LIBRARY_PATH", "openssl", "x509", "-inform", "DER", "-in", der.string(),
              "-out", pem.string()});
  tests::run({"env", "-u", "LD_LIBRARY_PATH", "openssl", "pkcs12", "-export", "-in", pem.string(), "-inkey",
              CERTFERRY_TEST_FIXTURES "/verdict-keys/" + key_kind + ".key", "-name", name, "-passout",
              "pass:x", "-out", p12.string()});
  tests::run({"pk12util", "-i", p12.string(), "-d", "sql:" + profile.folder().string(), "-K",
              profile.password(), "-W", "x"});
}

void add_made(const NssProfile& profile, const std::string& name, const std::string& trust) {
  const tests::TemporaryFolder folder("made");
  const auto der = folder.path() / "certificate.der";
  write(der, tests::VerdictCertificates::all().get(name).der);
  tests::run({"certutil", "-A", "-d", "sql:" + profile.folder().string(), "-n", name, "-t", trust, "-i",
              der.string()});
}

}  // namespace

TEST_CASE("a certificate with its key and a trusted chain passes all that applies") {
  for (const std::string password : {"", "secret"}) {
    NssProfile profile(password);
    profile.add("root", "Root", ",C,");
    for (const std::string name : {"rsa2048", "rsa3072", "p256", "p384", "p521"}) {
      CAPTURE(name);
      CAPTURE(password);
      profile.import_pkcs12(name);
      const auto before = profile.database_bytes();
      Library opened(profile.folder(), Access::read_write);
      tests::log_in(opened.main(), profile);
      const auto checks = prove_in(opened, tests::certificate(name));
      CHECK(checks.key_matches == true);
      CHECK(checks.chain == true);
      CHECK(checks.sign_verify == true);
      CHECK(checks.encrypt_decrypt == where(can_encrypt(name)));
      opened.close();
      CHECK_MESSAGE(profile.database_bytes() == before, "the proof writes nothing");
    }
  }
}

TEST_CASE("a root that is not trusted leaves only the chain unproved") {
  NssProfile profile;
  profile.import_pkcs12("rsa2048");
  Library decoding;
  const auto certificate = tests::certificate("rsa2048");
  decoding.close();
  const auto checks = prove_in(profile, certificate);
  CHECK(checks.chain == false);
  CHECK(checks.key_matches == true);
  CHECK(checks.sign_verify == true);
  CHECK(checks.encrypt_decrypt == true);
}

TEST_CASE("without the key, or without the certificate, the key does not match and nothing else is tried") {
  NssProfile profile;
  profile.add("root", "Root", ",C,");
  profile.add("intermediate", "Intermediate", ",,");
  profile.add("rsa2048", "Alice", ",,");
  Library decoding;
  const auto alone = tests::certificate("rsa2048"), absent = tests::certificate("p256");
  decoding.close();
  const auto checks = prove_in(profile, alone);
  CHECK(checks.key_matches == false);
  CHECK(checks.chain == true);
  CHECK_FALSE(checks.sign_verify.has_value());
  CHECK_FALSE(checks.encrypt_decrypt.has_value());
  CHECK(prove_in(profile, absent).key_matches == false);
}

TEST_CASE("a key in another open database proves nothing about this one") {
  NssProfile source, target;
  source.import_pkcs12("rsa2048");
  target.add("rsa2048", "Alice", ",,");
  Library library(target.folder(), Access::read_only);
  {
    const auto from = library.open_read_only(source.folder());
    CHECK(prove_in(library, tests::certificate("rsa2048")).key_matches == false);
  }
  library.close();
}

TEST_CASE("both databases hold the key: it is proved, and the source stays out of it") {
  NssProfile source("secret"), target;
  source.import_pkcs12("p256");
  target.import_pkcs12("p256");
  Library library(target.folder(), Access::read_only);
  {
    const auto from = library.open_read_only(source.folder());
    const auto checks = prove_in(library, tests::certificate("p256"));
    CHECK(checks.key_matches == true);
    CHECK(checks.sign_verify == true);
  }
  library.close();
}

TEST_CASE("another key under the certificate's identifier is found out") {
  NssProfile profile;
  profile.import_pkcs12("p256");
  profile.import_pkcs12("namesake");
  Library decoding;
  const auto alice = tests::certificate("p256"), namesake = tests::certificate("namesake");
  decoding.close();
  const auto a = "x'" + to_hex(alice.key_id) + "'", b = "x'" + to_hex(namesake.key_id) + "'";
  profile.change("key4.db", "UPDATE nssPrivate SET a102 = CASE a102 WHEN " + a + " THEN " + b + " ELSE " + a +
                                " END WHERE a0 = x'00000003'");
  const auto checks = prove_in(profile, alice);
  CHECK(checks.key_matches == false);
  CHECK(checks.sign_verify == false);
}

TEST_CASE("an expired certificate is proved as of its last moment") {
  NssProfile profile;
  Library decoding;
  const auto& expired = tests::VerdictCertificates::all().get("expired");
  decoding.close();
  add_made(profile, "root", ",C,");
  import_made(profile, "expired", "rsa2048_leaf");
  const auto checks = prove_in(profile, expired);
  CHECK(checks.chain == true);
  CHECK(checks.sign_verify == true);
  CHECK(checks.encrypt_decrypt == true);
}

TEST_CASE("what the key usage does not allow is not tried") {
  NssProfile profile;
  Library decoding;
  const auto& made = tests::VerdictCertificates::all();
  decoding.close();
  add_made(profile, "root", ",C,");
  for (const std::string name : {"sign-only", "encrypt-only", "data-encipherment-only"})
    import_made(profile, name, "rsa2048_leaf");
  const auto signing = prove_in(profile, made.get("sign-only"));
  CHECK(signing.sign_verify == true);
  CHECK_FALSE(signing.encrypt_decrypt.has_value());
  const auto encryption = prove_in(profile, made.get("encrypt-only"));
  CHECK_FALSE(encryption.sign_verify.has_value());
  CHECK(encryption.encrypt_decrypt == true);
  CHECK(encryption.chain == true);
  const auto neither = prove_in(profile, made.get("data-encipherment-only"));
  CHECK_FALSE(neither.sign_verify.has_value());
  CHECK_FALSE(neither.encrypt_decrypt.has_value());
  CHECK(neither.key_matches == true);
}
