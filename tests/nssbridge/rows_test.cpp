// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/database_rows.hpp>
#include <nssbridge/row_meaning.hpp>
#include <nssbridge/version.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "support/kind_of.hpp"
#include "support/nss_fixtures.hpp"
#include "support/sqlite_writer.hpp"

using namespace nssbridge;
using files::Reading;
using files::StatedTrust;
using tests::NssProfile;
using Access = Library::Access;

namespace {

using Stored = std::set<std::tuple<std::string, Bytes, std::string>>;

Stored comparable(const std::vector<StoredCertificate>& certificates) {
  Stored all;
  for (const auto& stored : certificates) all.emplace(stored.certificate.fingerprint.hex(), stored.key_id, stored.nickname);
  return all;
}

files::CertificateRows decoded_rows(const NssProfile& profile) {
  auto rows = files::read_certificate_rows(profile.folder());
  CHECK(decode_certificates(rows.certificates) == 0);
  return rows;
}

/// What NSS itself says of a profile before any login, beside what the rows say.
void check_agreement(const NssProfile& profile) {
  Library library(profile.folder(), Access::read_only);
  const auto rows = decoded_rows(profile);
  CHECK(rows.reading == Reading::done);
  CHECK(comparable(rows.certificates) == comparable(library.main().certificates()));
  CHECK(trust_stated_by(rows.trust, rows.certificates) == read_trust(library.main()));
  auto alone = files::read_stored_certificates(profile.folder());
  CHECK(decode_certificates(alone.certificates) == 0);
  CHECK(comparable(alone.certificates) == comparable(rows.certificates));
  CHECK(rows.smime_profiles == smime_profiles(library.main()));
  library.close();
}

const files::TrustRow& only_row(const files::CertificateRows& rows) {
  REQUIRE(rows.trust.size() == 1);
  return rows.trust.front();
}

}  // namespace

TEST_CASE("rows tell of certificates and trust what NSS tells before a login") {
  for (const std::string password : {"", "secret"}) {
    CAPTURE(password);
    NssProfile profile(password);
    profile.add("root", "root", "CT,C,C");
    profile.import_pkcs12("rsa2048");
    profile.import_pkcs12("p256");
    profile.add("second", "second", ",p,");
    check_agreement(profile);
  }
}

TEST_CASE("a trust record that is bound to another certificate is stated and counts for nothing") {
  NssProfile profile;
  profile.add("root", "root", ",C,");
  profile.change("cert9.db", older(Library::version(), "3.114")
                                 ? "UPDATE nssPublic SET ace5363b4 = zeroblob(20) WHERE a0 = x'CE534353'"
                                 : "UPDATE nssPublic SET a635 = zeroblob(32) WHERE a0 = x'0000000B'");
  check_agreement(profile);
  Library library;
  const auto rows = decoded_rows(profile);
  CHECK(only_row(rows).email == StatedTrust::authority);
  CHECK_FALSE(is_about(only_row(rows), tests::certificate("root")));
  library.close();
}

TEST_CASE("each purpose of a trust record is told") {
  NssProfile profile;
  profile.add("root", "root", "C,p,P");
  Library library;
  const auto rows = decoded_rows(profile);
  const auto& row = only_row(rows);
  CHECK(row.server == StatedTrust::authority);
  CHECK(row.email == StatedTrust::distrusted);
  CHECK(row.code == StatedTrust::peer);
  CHECK(is_about(row, tests::certificate("root")));
  CHECK_FALSE(is_about(row, tests::certificate("rsa2048")));
  library.close();
}

TEST_CASE("private keys are told with the rounds of their own encryption") {
  for (const std::string password : {"", "secret"}) {
    CAPTURE(password);
    NssProfile profile(password);
    profile.import_pkcs12("rsa2048");
    profile.import_pkcs12("p256");
    const auto rows = files::read_key_rows(profile.folder());
    REQUIRE(rows.keys.size() == 2);
    std::set<std::size_t> encrypted;
    for (const auto& key : rows.keys) {
      CHECK(key.fewest_iterations == (password.empty() ? 1U : 10000U));
      CHECK(key.pbes2);
      encrypted.insert(key.encrypted);
    }
    CHECK(encrypted == std::set<std::size_t>{1, 6});  // a value, or an exponent and five numbers
    CHECK(rows.password->iterations == (password.empty() ? 1U : 10000U));
    CHECK(rows.keys.front().key_id.size() == 20);
  }
}

TEST_CASE("a key with weaker encryption than the password record says so itself") {
  NssProfile strong("secret"), weak;
  strong.import_pkcs12("p256");
  weak.import_pkcs12("p256");
  strong.change("key4.db", "ATTACH '" + (weak.folder() / "key4.db").string() + "' AS other; UPDATE nssPrivate SET a11 = "
                           "(SELECT a11 FROM other.nssPrivate WHERE a0 = x'00000003') WHERE a0 = x'00000003'");
  const auto rows = files::read_key_rows(strong.folder());
  CHECK(rows.keys.front().fewest_iterations == 1);
  CHECK(rows.password->iterations == 10000);
}

TEST_CASE("what is no certificate is counted, and hides no other") {
  NssProfile profile;
  profile.add("root", "root", ",,");
  profile.add("second", "second", ",,");
  profile.change("cert9.db", "UPDATE nssPublic SET a11 = x'3003020101' WHERE a3 = x'7365636F6E64' AND a0 = x'00000001'");
  Library library;
  auto rows = files::read_certificate_rows(profile.folder());
  CHECK(decode_certificates(rows.certificates) == 1);
  REQUIRE(rows.certificates.size() == 1);
  CHECK(rows.certificates.front().nickname == "root");
  library.close();
}

TEST_CASE("one database that cannot be read leaves the other") {
  NssProfile profile;
  profile.import_pkcs12("p256");
  tests::interrupt_a_write(profile.folder() / "cert9.db");
  CHECK(files::read_certificate_rows(profile.folder()).reading == Reading::hot_journal);
  CHECK(files::read_key_rows(profile.folder()).keys.size() == 1);
  std::filesystem::remove(profile.folder() / "key4.db");
  CHECK(files::read_key_rows(profile.folder()).reading == Reading::absent);
  profile.change("cert9.db", "CREATE TRIGGER t AFTER INSERT ON nssPublic BEGIN DELETE FROM nssPublic; END");
  CHECK(tests::kind_of([&] { files::read_certificate_rows(profile.folder()); }) == Kind::profile_unreadable);
}
