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

/// Both profiles open and logged in, the target for writing.
class Ends {
 public:
  Ends(const NssProfile& source, const NssProfile& target)
      : m_library(target.folder(), Access::read_write), m_from(m_library.open_read_only(source.folder())) {
    tests::log_in(*m_from, source);
    tests::log_in(to(), target);
  }
  Token& from() { return *m_from; }
  Token& to() { return m_library.main(); }
  void close() {
    m_from.reset();
    m_library.close();
  }

 private:
  Library m_library;
  std::optional<Token> m_from;
};

StoredCertificate find(const Token& token, const std::string& name) {
  const auto wanted = tests::certificate(name).fingerprint;
  for (auto& stored : token.certificates())
    if (stored.certificate.fingerprint == wanted) return stored;
  throw std::runtime_error("not in the profile: " + name);
}

void move_whole(Ends& ends, const std::string& name) {
  for (const auto& stored : ends.from().certificates())
    if (stored.certificate.is_authority) store_certificate(ends.to(), stored.certificate, {}, false);
  const auto stored = find(ends.from(), name);
  store_certificate(ends.to(), stored.certificate, stored.nickname, true);
  Mover(ends.from(), ends.to()).copy_key(stored);
}

void move_whole(const NssProfile& source, const NssProfile& target, std::initializer_list<std::string> names) {
  Ends ends(source, target);
  for (const auto& name : names) move_whole(ends, name);
  ends.close();
}

}  // namespace

TEST_CASE("what stands in the target equals what pk12util leaves, object for object and attribute for attribute") {
  struct Case {
    std::string source_password, target_password;
  };
  for (const Case& each : {Case{"", ""}, Case{"from", "to"}, Case{"", "to"}, Case{"from", ""}})
    for (const std::string name : {"rsa2048", "rsa3072", "p256", "p384", "p521"}) {
      const std::string &source_password = each.source_password, &target_password = each.target_password;
      CAPTURE(name);
      CAPTURE(source_password);
      CAPTURE(target_password);
      NssProfile source(source_password), target(target_password), reference(target_password);
      source.import_pkcs12(name);
      reference.import_pkcs12(name);
      move_whole(source, target, {name});
      CHECK(tests::difference(target.objects(), reference.objects()) == "");
    }
}

TEST_CASE("certificates that share a subject or a key arrive as pk12util imports them") {
  for (const std::string password : {"", "secret"}) {
    CAPTURE(password);
    NssProfile source(password), target(password), reference(password);
    for (const std::string name : {"rsa2048", "rekeyed", "extended"}) {
      source.import_pkcs12(name);
      reference.import_pkcs12(name);
    }
    move_whole(source, target, {"rsa2048", "rekeyed", "extended"});
    CHECK(tests::difference(target.objects(), reference.objects()) == "");
  }
}

TEST_CASE("authorities that share a subject arrive as pk12util imports them") {
  NssProfile source, target, reference;
  for (const std::string name : {"rsa2048", "under-second"}) {
    source.import_pkcs12(name);
    reference.import_pkcs12(name);
  }
  move_whole(source, target, {"rsa2048", "under-second"});
  CHECK(tests::difference(target.objects(), reference.objects()) == "");
}

TEST_CASE("a second run changes no byte of the databases") {
  for (const std::string password : {"", "secret"}) {
    CAPTURE(password);
    NssProfile source(password), target(password);
    source.import_pkcs12("rsa2048");
    source.import_pkcs12("p256");
    move_whole(source, target, {"rsa2048", "p256"});
    const auto before = target.database_bytes();
    Ends ends(source, target);
    for (const std::string name : {"rsa2048", "p256"}) {
      const auto stored = find(ends.from(), name);
      CHECK(store_certificate(ends.to(), stored.certificate, stored.nickname, true) == Copied::present);
      CHECK(Mover(ends.from(), ends.to()).copy_key(stored) == Copied::present);
    }
    for (const std::string name : {"root", "intermediate"})
      CHECK(store_certificate(ends.to(), tests::certificate(name), {}, false) == Copied::present);
    ends.close();
    CHECK(target.database_bytes() == before);
  }
}

TEST_CASE("a second run finishes what a killed one left") {
  NssProfile source, reference;
  source.import_pkcs12("rsa2048");
  reference.import_pkcs12("rsa2048");
  struct Case {
    const char* what;
    const char* database;
    const char* sql;
  };
  for (const auto& each : {
           Case{"a key without its certificate", "cert9.db", "DELETE FROM nssPublic WHERE a3 = x'72736132303438206e69636b'"},
           Case{"a key without its public key", "cert9.db", "DELETE FROM nssPublic WHERE a0 = x'00000002'"},
           Case{"certificate and public key without the key", "key4.db", "DELETE FROM nssPrivate"},
           Case{"nothing but authorities", "cert9.db", "DELETE FROM nssPublic WHERE a82 = x'020900e1020304050607'"},
       }) {
    CAPTURE(each.what);
    NssProfile target;
    move_whole(source, target, {"rsa2048"});
    target.change(each.database, each.sql);
    target.change("key4.db", std::string("DELETE FROM metaData WHERE id LIKE 'sig_key%' AND NOT EXISTS (SELECT 1 FROM nssPrivate)"));
    move_whole(source, target, {"rsa2048"});
    CHECK(target.objects(1) == reference.objects(1));
    CHECK(target.objects(3) == reference.objects(3));
    CHECK(target.objects(2).size() == 1);
  }
}

TEST_CASE("a certificate that came with a mail becomes a personal one when its key comes") {
  NssProfile source, target, reference;
  source.import_pkcs12("p256");
  reference.import_pkcs12("p256");
  {
    Library library(target.folder(), Access::read_write);
    CHECK(store_certificate(library.main(), tests::certificate("p256"), {}, false) == Copied::written);
    library.close();
  }
  target.change("cert9.db", "UPDATE nssPublic SET a102 = x'A5005A'");
  move_whole(source, target, {"p256"});
  CHECK(tests::difference(target.objects(), reference.objects()) == "");
}

TEST_CASE("a key that may not leave its profile is refused by its own kind and nothing is written") {
  NssProfile source, target;
  source.import_pkcs12("p256");
  source.change("key4.db", "UPDATE nssPrivate SET a162 = x'00'");
  const auto before = target.database_bytes();
  Ends ends(source, target);
  const auto stored = find(ends.from(), "p256");
  CHECK(kind_of([&] { Mover(ends.from(), ends.to()).copy_key(stored); }) == Kind::key_not_extractable);
  ends.close();
  CHECK(target.database_bytes() == before);
}

TEST_CASE("a certificate without its private key says so and nothing is written") {
  NssProfile source, target;
  source.add("p256", "p256", ",,");
  const auto before = target.database_bytes();
  Ends ends(source, target);
  const auto stored = find(ends.from(), "p256");
  CHECK(kind_of([&] { Mover(ends.from(), ends.to()).copy_key(stored); }) == Kind::no_private_key);
  ends.close();
  CHECK(target.database_bytes() == before);
}

TEST_CASE("a kind of key that NSS cannot move is refused") {
  NssProfile source, target;
  const auto before = target.database_bytes();
  Ends ends(source, target);
  const StoredCertificate stored{tests::certificate("ed25519"), "ed25519", {}, 0};
  CHECK(kind_of([&] { Mover(ends.from(), ends.to()).copy_key(stored); }) == Kind::not_eligible);
  ends.close();
  CHECK(target.database_bytes() == before);
}

TEST_CASE("keys move only between profiles that are logged in") {
  NssProfile with_password("secret"), open;
  Library library(open.folder(), Access::read_write);
  {
    Token locked = library.open_read_only(with_password.folder());
    CHECK(kind_of([&] { Mover mover(locked, library.main()); }) == Kind::password_required);
    CHECK(kind_of([&] { Mover mover(library.main(), locked); }) == Kind::password_required);
  }
  library.close();
}
