// SPDX-License-Identifier: MPL-2.0
#include <host/selection/identities.hpp>
#include <host/selection/pending.hpp>
#include <nssbridge/error.hpp>
#include <support/kind_of.hpp>
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>
#include <sys/stat.h>

using namespace host::selection;
using host::prefs::PrefsFile;
using host::prefs::Value;

namespace {

const char* two_accounts = R"(
user_pref("mail.accountmanager.accounts", "account2,account1,local");
user_pref("mail.account.account1.identities", "id1, id3");
user_pref("mail.account.account2.identities", "id2");
user_pref("mail.identity.id1.useremail", "alice@example.test");
user_pref("mail.identity.id1.fullName", "Alice");
user_pref("mail.identity.id1.signing_cert_name", "Alice");
user_pref("mail.identity.id1.signing_cert_dbkey", "AAAA");
user_pref("mail.identity.id1.sign_mail", true);
user_pref("mail.identity.id1.encryptionpolicy", 2);
user_pref("mail.identity.id2.useremail", "work@example.test");
user_pref("mail.identity.id2.openpgp_key_id", "0123456789ABCDEF");
user_pref("mail.identity.id2.e2etechpref", 2);
user_pref("mail.identity.id3.useremail", "alias@example.test");
user_pref("mail.identity.id9.useremail", "left-over@example.test");
)";

Pending some_pending(const std::string& identity) {
  Pending pending;
  pending.identity = identity;
  pending.email = "alice@example.test";
  pending.wanted.signing.emplace(Stored{"Alice", "AAAA"});
  pending.wanted.encryption.emplace(std::nullopt);
  pending.wanted.sign_by_default = true;
  pending.before.id = identity;
  pending.since = "2026-11-24T10:00:00Z";
  pending.signing_fingerprint = std::string(64, 'a');
  return pending;
}

}  // namespace

TEST_CASE("identities come in the order of the accounts, those without an account last") {
  const auto identities = read_identities(PrefsFile::parse(two_accounts));
  REQUIRE(identities.size() == 4);
  CHECK(identities[0].id == "id2");
  CHECK(identities[1].id == "id1");
  CHECK(identities[2].id == "id3");
  CHECK(identities[3].id == "id9");
  CHECK(identities[0].has_openpgp_key);
  CHECK(identities[0].technology == 2);
  CHECK_FALSE(identities[0].signing.has_value());
  CHECK(identities[1].name == "Alice");
  CHECK(identities[1].signing == Stored{"Alice", "AAAA"});
  CHECK(identities[1].sign_by_default);
  CHECK(identities[1].encrypt_by_default);
}

TEST_CASE("a selection is two preferences of each kind, and clearing removes both") {
  Wanted wanted;
  wanted.signing.emplace(Stored{"Alice", "AAAA"});
  wanted.encryption.emplace(std::nullopt);
  wanted.encrypt_by_default = true;
  const auto changes = changes_for("id1", wanted);
  CHECK(changes.size() == 5);
  CHECK(changes.at("mail.identity.id1.signing_cert_name") == Value(std::string("Alice")));
  CHECK(changes.at("mail.identity.id1.signing_cert_dbkey") == Value(std::string("AAAA")));
  CHECK(changes.at("mail.identity.id1.encryption_cert_name") == std::nullopt);
  CHECK(changes.at("mail.identity.id1.encryption_cert_dbkey") == std::nullopt);
  CHECK(changes.at("mail.identity.id1.encryptionpolicy") == Value(2));
}

TEST_CASE("a pending selection is kept with mode 0600 and read back whole") {
  const tests::TemporaryFolder profile;
  write_pending(profile.path(), some_pending("id1"));
  const auto all = read_pending(profile.path());
  REQUIRE(all.size() == 1);
  CHECK(all[0].identity == "id1");
  CHECK(all[0].wanted.signing == std::optional(std::optional(Stored{"Alice", "AAAA"})));
  REQUIRE(all[0].wanted.encryption.has_value());
  CHECK_FALSE(all[0].wanted.encryption->has_value());
  CHECK(all[0].wanted.sign_by_default == true);
  CHECK_FALSE(all[0].wanted.encrypt_by_default.has_value());
  CHECK(all[0].signing_fingerprint == std::string(64, 'a'));
  struct stat info{};
  REQUIRE(::stat((profile.path() / "certferry/pending/id1.json").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(remove_pending(profile.path(), "id1"));
  CHECK_FALSE(remove_pending(profile.path(), "id1"));
  CHECK(read_pending(profile.path()).empty());
}

TEST_CASE("damaged and foreign files among the pending ones are left out") {
  const tests::TemporaryFolder profile;
  write_pending(profile.path(), some_pending("id1"));
  const auto folder = profile.path() / "certferry/pending";
  tests::write_file(folder / "id2.json", "{");
  tests::write_file(folder / "id3.json", "{\"version\": 1}");
  tests::write_file(folder / "id4.json", tests::read_bytes(folder / "id1.json"));
  tests::write_file(folder / "id5.json", "[1,2]");
  CHECK(read_pending(profile.path()).size() == 1);
}

TEST_CASE("an identity key that is no plain word never becomes a file name") {
  const tests::TemporaryFolder profile;
  CHECK(tests::kind_of([&] { write_pending(profile.path(), some_pending("../../id1")); }) ==
        nssbridge::Kind::identity_not_found);
  CHECK_FALSE(remove_pending(profile.path(), "../id1"));
  CHECK_FALSE(read_undo(profile.path(), "a/b").has_value());
}

TEST_CASE("what stood in an identity can be read back for undoing") {
  const tests::TemporaryFolder profile;
  Identity before;
  before.id = "id1";
  before.email = "alice@example.test";
  before.signing = Stored{"Old", "BBBB"};
  before.sign_by_default = true;
  write_undo(profile.path(), before);
  const auto read = read_undo(profile.path(), "id1");
  REQUIRE(read.has_value());
  CHECK(read->signing == before.signing);
  CHECK_FALSE(read->encryption.has_value());
  CHECK(read->sign_by_default);
  CHECK_FALSE(read_undo(profile.path(), "id2").has_value());
}
