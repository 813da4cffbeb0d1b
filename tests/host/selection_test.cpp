// SPDX-License-Identifier: MPL-2.0
#include <host/selection/identities.hpp>

#include <doctest/doctest.h>

using namespace host::selection;
using host::prefs::PrefsFile;
using host::prefs::Value;

namespace {

const char* two_accounts = R"(
user_pref("mail.accountmanager.accounts", "account2,account1,local");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account1.identities", "id1, id3 ,");
user_pref("mail.account.account2.server", "server2");
user_pref("mail.account.account2.identities", "id2,id1");
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

TEST_CASE("an undo writes switches as they stood, and takes away what was not there") {
  const auto before = read_identities(PrefsFile::parse(R"(user_pref("mail.identity.id1.useremail", "a@example.test");
    user_pref("mail.identity.default.sign_mail", true);
    user_pref("mail.identity.id1.encryptionpolicy", 1);)")).front();
  CHECK(before.sign_by_default);
  Wanted wanted;
  wanted.sign_by_default = true;
  wanted.encrypt_by_default = false;
  wanted.as_it_was = before.own;
  const auto changes = changes_for("id1", wanted);
  CHECK(changes.size() == 2);
  CHECK(changes.at("mail.identity.id1.sign_mail") == std::nullopt);
  CHECK(changes.at("mail.identity.id1.encryptionpolicy") == Value(1));
}

TEST_CASE("an identity is listed once, where the first account names it") {
  const auto identities = read_identities(PrefsFile::parse(R"(
    user_pref("mail.accountmanager.accounts", "account1,account2,account2");
    user_pref("mail.account.account1.server", "server1");
    user_pref("mail.account.account1.identities", "id1,id2,id1");
    user_pref("mail.account.account2.server", "server2");
    user_pref("mail.account.account2.identities", "id2,id3");)"));
  REQUIRE(identities.size() == 3);
  CHECK(identities[0].id == "id1");
  CHECK(identities[1].id == "id2");
  CHECK(identities[2].id == "id3");
}

TEST_CASE("an account that Thunderbird leaves out gives its identities no place") {
  const auto identities = read_identities(PrefsFile::parse(R"(
    user_pref("mail.accountmanager.accounts", "account1,account2,account3");
    user_pref("mail.account.account1.identities", "id1");
    user_pref("mail.account.account2.server", "server2");
    user_pref("mail.account.account2.identities", "id2");
    user_pref("mail.account.account3.server", "server2");
    user_pref("mail.account.account3.identities", "id3");
    user_pref("mail.identity.id1.useremail", "no-server@example.test");
    user_pref("mail.identity.id2.useremail", "alice@example.test");
    user_pref("mail.identity.default.useremail", "default@example.test");)"));
  REQUIRE(identities.size() == 2);
  CHECK(identities[0].id == "id2");
  CHECK(identities[1].id == "id1");
}

TEST_CASE("what an identity does not set comes from the identity `default`") {
  const auto identities = read_identities(PrefsFile::parse(R"(
    user_pref("mail.accountmanager.accounts", "account1");
    user_pref("mail.account.account1.server", "server1");
    user_pref("mail.account.account1.identities", "id1,id2");
    user_pref("mail.identity.default.sign_mail", true);
    user_pref("mail.identity.default.encryptionpolicy", 2);
    user_pref("mail.identity.id2.sign_mail", false);
    user_pref("mail.identity.id2.encryptionpolicy", 0);)"));
  REQUIRE(identities.size() == 2);
  CHECK(identities[0].sign_by_default);
  CHECK(identities[0].encrypt_by_default);
  CHECK_FALSE(identities[1].sign_by_default);
  CHECK_FALSE(identities[1].encrypt_by_default);
}

TEST_CASE("a preference of another type than Thunderbird reads counts as absent") {
  const auto identities = read_identities(PrefsFile::parse(R"(
    user_pref("mail.accountmanager.accounts", "account1");
    user_pref("mail.account.account1.server", "server1");
    user_pref("mail.account.account1.identities", "id1");
    user_pref("mail.identity.id1.useremail", 7);
    user_pref("mail.identity.id1.sign_mail", "true");
    user_pref("mail.identity.id1.signing_cert_name", true);)"));
  REQUIRE(identities.size() == 1);
  CHECK(identities[0].email.empty());
  CHECK_FALSE(identities[0].sign_by_default);
  CHECK_FALSE(identities[0].signing.has_value());
}
