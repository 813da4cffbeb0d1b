// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/backups.hpp>
#include <nssbridge/database_files.hpp>
#include <nssbridge/error.hpp>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>

#include "support/backup_profile.hpp"
#include "support/kind_of.hpp"
#include "support/sqlite_writer.hpp"

using namespace host::profiles;
using nssbridge::Kind;
using tests::BackupProfile;
using tests::kind_of;
using tests::mode_of;
namespace files = nssbridge::files;
namespace fs = std::filesystem;
using Words = std::vector<std::string>;

TEST_CASE("a restored profile is as it was, and the state before is the newest backup") {
  BackupProfile profile;
  profile.import_pkcs12("rsa2048");
  const auto then = profile.objects();
  const auto preferences_then = profile.preferences();
  const auto backup = make_backup(profile.folder(), "migrate");
  profile.import_pkcs12("p256");
  profile.preferences("user_pref(\"x\", 1);\n");
  const auto now = profile.objects();

  const auto safety = restore_backup(profile.folder(), backup.name);
  CHECK(profile.objects() == then);
  CHECK(profile.preferences() == preferences_then);
  CHECK(profile.integrity() == "ok");
  CHECK(safety.occasion == "restore");
  CHECK(profile.names() == Words{safety.name, backup.name});

  restore_backup(profile.folder(), safety.name);
  CHECK(profile.objects() == now);
  CHECK(profile.preferences() == "user_pref(\"x\", 1);\n");
}

TEST_CASE("restored files keep the mode of the ones they replace, new ones are private") {
  BackupProfile profile;
  ::chmod((profile.folder() / "cert9.db").c_str(), 0644);
  const auto backup = make_backup(profile.folder(), "migrate");
  fs::remove(profile.folder() / "key4.db");
  ::umask(0);
  restore_backup(profile.folder(), backup.name);
  CHECK(mode_of(profile.folder() / "cert9.db") == 0644);
  CHECK(mode_of(profile.folder() / "key4.db") == 0600);
}

TEST_CASE("a file that the profile did not have goes, but only if the backup says so") {
  BackupProfile profile;
  fs::remove(profile.folder() / "prefs.js");
  const auto backup = make_backup(profile.folder(), "migrate");
  profile.preferences("new");
  tests::write_file(profile.backup(backup.name) / "complete", "{\"time\": \"x\", \"occasion\": \"migrate\"}");
  restore_backup(profile.folder(), backup.name);
  CHECK(profile.preferences() == "new");
  tests::write_file(profile.backup(backup.name) / "complete",
                    "{\"time\": \"x\", \"occasion\": \"migrate\", \"files\": [\"cert9.db\", \"key4.db\"]}");
  restore_backup(profile.folder(), backup.name);
  CHECK_FALSE(fs::exists(profile.folder() / "prefs.js"));
}

TEST_CASE("a backup that lacks a file its marker names is not restored") {
  BackupProfile profile;
  const auto backup = make_backup(profile.folder(), "migrate");
  fs::remove(profile.backup(backup.name) / "key4.db");
  const auto bytes = profile.database_bytes();
  CHECK(kind_of([&] { restore_backup(profile.folder(), backup.name); }) == Kind::profile_unreadable);
  CHECK(profile.database_bytes() == bytes);
  CHECK(profile.names() == Words{backup.name});
}

TEST_CASE("a journal of the state before never meets the restored database") {
  BackupProfile profile;
  profile.import_pkcs12("rsa2048");
  const auto then = profile.objects();
  const auto backup = make_backup(profile.folder(), "migrate");
  profile.import_pkcs12("p256");
  const auto certificates = files::contents_of(profile.folder()).certificates;
  tests::interrupt_a_write(profile.folder() / "cert9.db");
  const auto safety = restore_backup(profile.folder(), backup.name);
  CHECK_FALSE(fs::exists(profile.folder() / "cert9.db-journal"));
  CHECK(profile.objects() == then);
  CHECK(profile.integrity() == "ok");
  CHECK(files::contents_of(profile.backup(safety.name)).certificates == certificates);
}

TEST_CASE("a damaged database with a journal is replaced too") {
  BackupProfile profile;
  const auto then = profile.objects();
  const auto backup = make_backup(profile.folder(), "migrate");
  tests::write_file(profile.folder() / "cert9.db", std::string(5000, 'x'));
  tests::write_file(profile.folder() / "cert9.db-journal", std::string(5000, 'x'));
  restore_backup(profile.folder(), backup.name);
  CHECK(profile.objects() == then);
  CHECK_FALSE(fs::exists(profile.folder() / "cert9.db-journal"));
}

TEST_CASE("a write-ahead log does not outlive what it belongs to") {
  BackupProfile profile;
  const auto then = profile.objects();
  const auto backup = make_backup(profile.folder(), "migrate");
  profile.change("cert9.db", "PRAGMA journal_mode=WAL");
  tests::SqliteWriter(profile.folder() / "cert9.db", "INSERT INTO nssPublic (id, a0, a11) VALUES (77, x'00000001', x'BEEF')").kill();
  REQUIRE(fs::exists(profile.folder() / "cert9.db-wal"));
  const auto safety = restore_backup(profile.folder(), backup.name);
  CHECK_FALSE(fs::exists(profile.folder() / "cert9.db-wal"));
  CHECK(profile.objects() == then);
  CHECK(files::contents_of(profile.backup(safety.name)).certificates.contains({0xBE, 0xEF}));
}

TEST_CASE("a backup from before the primary password was changed is not restored") {
  BackupProfile profile;
  profile.import_pkcs12("rsa2048");
  const auto backup = make_backup(profile.folder(), "migrate");
  profile.change_password("now there is one");
  const auto bytes = profile.database_bytes();
  CHECK(losses(profile.folder(), backup) ==
        Words{"cannot be restored: the primary password was changed since, and the backup opens without the new one"});
  CHECK(kind_of([&] { restore_backup(profile.folder(), backup.name); }) == Kind::invalid_request);
  CHECK(profile.database_bytes() == bytes);
}

TEST_CASE("a restore removes what a killed run left behind") {
  BackupProfile profile;
  const auto backup = make_backup(profile.folder(), "migrate");
  tests::write_file(profile.own() / "certferry-copy-AbCdEf" / "key4.db", "x");
  for (const char* name : {"cert9.db", "key4.db", "prefs.js"}) tests::write_file(profile.folder() / (name + std::string(".certferry-new")), "x");
  restore_backup(profile.folder(), backup.name);
  for (const auto& path : tests::paths_below(profile.folder())) {
    CAPTURE(path);
    CHECK(path.find("-new") == std::string::npos);
    CHECK(path.find("copy") == std::string::npos);
  }
}

TEST_CASE("a damaged backup is not restored") {
  BackupProfile profile;
  const auto backup = make_backup(profile.folder(), "migrate");
  tests::write_file(profile.backup(backup.name) / "cert9.db", std::string(5000, 'x'));
  const auto bytes = profile.database_bytes();
  CHECK(kind_of([&] { restore_backup(profile.folder(), backup.name); }) == Kind::profile_unreadable);
  CHECK(profile.database_bytes() == bytes);
}

TEST_CASE("only a name in the list is restored") {
  BackupProfile profile;
  for (const char* name : {"", "..", "../backups", "20200101T000000Z", "/tmp"})
    CHECK(kind_of([&] { restore_backup(profile.folder(), name); }) == Kind::invalid_request);
}

TEST_CASE("restoring the oldest of three does not remove it first") {
  BackupProfile profile;
  const auto then = profile.objects();
  const auto oldest = make_backup(profile.folder(), "migrate");
  profile.import_pkcs12("rsa2048");
  make_backup(profile.folder(), "migrate");
  make_backup(profile.folder(), "migrate");
  restore_backup(profile.folder(), oldest.name);
  CHECK(profile.objects() == then);
}

TEST_CASE("what a restore would cost is said in words") {
  BackupProfile profile;
  profile.import_pkcs12("rsa2048");
  const auto backup = make_backup(profile.folder(), "migrate");
  CHECK(losses(profile.folder(), backup).empty());
  profile.import_pkcs12("p256");
  profile.set_trust("Root - Certferry Tests", ",C,");
  profile.preferences("user_pref(\"mail.identity.id1.signing_cert_name\", \"two\");\n"
                      "user_pref(\"mail.identity.id2.sign_mail\", true);\n"
                      "user_pref(\"mail.identity.id2.encryptionpolicy\", 2);\n"
                      "user_pref(\"other.one\", \"a\\\"b\");\n");
  const auto words = losses(profile.folder(), backup);
  const Words expected{"1 certificate that was added since", "1 private key that was added since",
                       "1 trust setting that was added or changed since",
                       "2 identities' choices of certificates, signing or encryption that were changed since",
                       "1 other setting of the application that was changed since"};
  CHECK(words == expected);
}

TEST_CASE("a preference that was removed since is a change too") {
  BackupProfile profile;
  const auto backup = make_backup(profile.folder(), "migrate");
  profile.preferences("");
  CHECK(losses(profile.folder(), backup) ==
        Words{"1 identity's choice of certificates, signing or encryption that was changed since"});
}

TEST_CASE("what a restore brings back is said too") {
  BackupProfile profile;
  profile.import_pkcs12("rsa2048");
  const auto backup = make_backup(profile.folder(), "migrate");
  const auto certificates = files::contents_of(profile.folder()).certificates.size();
  profile.change("cert9.db", "DELETE FROM nssPublic");
  profile.change("key4.db", "DELETE FROM nssPrivate");
  CHECK(losses(profile.folder(), backup) ==
        Words{std::to_string(certificates) + " certificates that were deleted since come back",
              "1 private key that was deleted since comes back"});
}

TEST_CASE("what a restore costs a damaged or interrupted profile is said as far as it can be") {
  BackupProfile profile;
  profile.import_pkcs12("rsa2048");
  const auto backup = make_backup(profile.folder(), "migrate");
  tests::interrupt_a_write(profile.folder() / "cert9.db");
  CHECK(losses(profile.folder(), backup).empty());
  fs::remove(profile.folder() / "cert9.db-journal");
  tests::write_file(profile.folder() / "cert9.db", std::string(5000, 'x'));
  const auto words = losses(profile.folder(), backup);
  REQUIRE(words.size() == 1);
  CHECK(words[0].find("damaged") != std::string::npos);
}
