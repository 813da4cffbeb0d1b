// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/backups.hpp>
#include <host/profiles/locks.hpp>
#include <host/profiles/place_for_copies.hpp>
#include <nssbridge/database_files.hpp>
#include <nssbridge/error.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "support/backup_profile.hpp"
#include "support/kind_of.hpp"
#include "support/sqlite_writer.hpp"

using namespace host::profiles;
using nlohmann::json;
using nssbridge::Kind;
using tests::BackupProfile;
using tests::kind_of;
using tests::mode_of;
namespace files = nssbridge::files;
namespace fs = std::filesystem;

namespace {

/// A complete backup of an earlier day, without databases.
void add_old_backup(const BackupProfile& profile, const std::string& name) {
  profile.make_backups_folder();
  tests::write_file(profile.backup(name) / "complete", R"({"time": "2020-01-01T00:00:00Z", "occasion": "migrate", "files": []})");
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

}  // namespace

TEST_CASE("a backup holds the databases and the preferences, readable by their owner alone") {
  BackupProfile profile("secret");
  profile.import_pkcs12("rsa2048");
  ::umask(0);
  const auto made = make_backup(profile.folder(), "migrate");
  const auto folder = profile.backup(made.name);
  CHECK(names_in(folder) == std::vector<std::string>{"cert9.db", "complete", "key4.db", "prefs.js"});
  CHECK(mode_of(folder) == 0700);
  CHECK(mode_of(folder.parent_path()) == 0700);
  for (const auto& name : names_in(folder)) CHECK(mode_of(folder / name) == 0600);
  CHECK(tests::file_bytes(folder / "prefs.js") == profile.preferences());
  BackupProfile other("secret");
  for (const char* name : {"cert9.db", "key4.db"})
    fs::copy_file(folder / name, other.folder() / name, fs::copy_options::overwrite_existing);
  CHECK(other.objects() == profile.objects());
  CHECK(other.integrity() == "ok");
}

TEST_CASE("a backup says when, why and what") {
  BackupProfile profile;
  fs::remove(profile.folder() / "key4.db");
  const auto made = make_backup(profile.folder(), "select");
  CHECK(made.occasion == "select");
  CHECK(nssbridge::from_rfc3339(made.time));
  auto compact = made.time;
  std::erase_if(compact, [](char c) { return c == '-' || c == ':'; });
  CHECK(made.name == compact);
  const auto marker = json::parse(tests::file_bytes(profile.backup(made.name) / "complete"));
  CHECK(marker == json{{"time", made.time}, {"occasion", "select"}, {"files", {"cert9.db", "prefs.js"}}});
  const auto listed = list_backups(profile.folder());
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].name == made.name);
  CHECK(listed[0].time == made.time);
  CHECK(listed[0].occasion == "select");
}

TEST_CASE("a profile without any of the files still gets its backup, of nothing") {
  BackupProfile profile;
  for (const char* name : {"cert9.db", "key4.db", "prefs.js"}) fs::remove(profile.folder() / name);
  tests::write_file(profile.folder() / "cert9.db", "");
  const auto made = make_backup(profile.folder(), "migrate");
  CHECK(names_in(profile.backup(made.name)) == std::vector<std::string>{"complete"});
}

TEST_CASE("the newest three are kept, listed newest first, also within one second") {
  BackupProfile profile;
  for (const char* name : {"20200101T000000Z", "20200101T000000Z-2", "20200101T000000Z-10"}) add_old_backup(profile, name);
  CHECK(profile.names() == std::vector<std::string>{"20200101T000000Z-10", "20200101T000000Z-2", "20200101T000000Z"});
  const auto first = make_backup(profile.folder(), "migrate");
  CHECK(profile.names() == std::vector<std::string>{first.name, "20200101T000000Z-10", "20200101T000000Z-2"});
  const auto second = make_backup(profile.folder(), "migrate"), third = make_backup(profile.folder(), "migrate");
  CHECK(profile.names() == std::vector<std::string>{third.name, second.name, first.name});
  CHECK(names_in(profile.own() / "backups").size() == 3);
}

TEST_CASE("the name of a backup that is gone is not used again within its second") {
  BackupProfile profile;
  std::string before;
  for (int number = 0; number < 12; ++number) {
    const auto made = make_backup(profile.folder(), "migrate");
    CHECK(profile.names().front() == made.name);
    CHECK(made.name != before);
    before = made.name;
  }
}

TEST_CASE("a clock that went back does not cost the backup just made") {
  BackupProfile profile;
  for (const char* name : {"20990101T000000Z", "20990102T000000Z", "20990103T000000Z"}) add_old_backup(profile, name);
  const auto made = make_backup(profile.folder(), "migrate");
  CHECK(profile.names() == std::vector<std::string>{"20990103T000000Z", "20990102T000000Z", made.name});
}

TEST_CASE("a half-made backup is not listed, and goes with the next backup") {
  BackupProfile profile;
  for (const char* marker : {"", "{", "[]", "{\"time\": 1, \"occasion\": \"x\"}"}) {
    CAPTURE(marker);
    const auto half = profile.backup("20200101T000000Z");
    profile.make_backups_folder();
    tests::write_file(half / "key4.db", "keys");
    tests::write_file(half / "complete", marker);
    CHECK(profile.names().empty());
    remove_leftovers(profile.folder());
    CHECK_FALSE(fs::exists(half));
    tests::write_file(half / "key4.db", "keys");
    const auto made = make_backup(profile.folder(), "migrate");
    CHECK(names_in(profile.own() / "backups") == std::vector<std::string>{made.name});
    fs::remove_all(profile.own() / "backups");
  }
}

TEST_CASE("what is not a backup of ours among the backups is neither listed nor removed") {
  BackupProfile profile;
  const auto elsewhere = profile.folder().parent_path() / "elsewhere";
  tests::write_file(elsewhere / "file", "precious");
  tests::write_file(elsewhere / "complete", R"({"time": "x", "occasion": "y"})");
  profile.make_backups_folder();
  fs::create_directory_symlink(elsewhere, profile.backup("20200101T000000Z"));
  tests::write_file(profile.backup("mine") / "complete", R"({"time": "x", "occasion": "y"})");
  tests::write_file(profile.backup("20200101T000000Z-x") / "file", "x");
  CHECK(profile.names().empty());
  make_backup(profile.folder(), "migrate");
  remove_leftovers(profile.folder());
  CHECK(tests::file_bytes(elsewhere / "file") == "precious");
  CHECK(fs::exists(profile.backup("mine")));
  CHECK(fs::exists(profile.backup("20200101T000000Z-x") / "file"));
}

TEST_CASE("a folder for backups that is a link or open to others is refused") {
  BackupProfile profile;
  const auto elsewhere = profile.folder().parent_path() / "elsewhere";
  fs::create_directory(elsewhere);
  fs::create_directory_symlink(elsewhere, profile.own() / "backups");
  CHECK(kind_of([&] { make_backup(profile.folder(), "migrate"); }) == Kind::permission_denied);
  CHECK(fs::is_empty(elsewhere));
  fs::remove(profile.own() / "backups");
  fs::create_directory(profile.own() / "backups");
  ::chmod((profile.own() / "backups").c_str(), 0755);
  CHECK(kind_of([&] { make_backup(profile.folder(), "migrate"); }) == Kind::permission_denied);
}

TEST_CASE("a backup from before the primary password was changed is removed by the next command that writes") {
  for (const bool by_leftovers : {true, false}) {
    BackupProfile profile;
    profile.import_pkcs12("rsa2048");
    const auto before = make_backup(profile.folder(), "migrate");
    remove_leftovers(profile.folder());
    CHECK(profile.names() == std::vector<std::string>{before.name});
    profile.change_password("now there is one");
    if (by_leftovers)
      remove_leftovers(profile.folder());
    else
      make_backup(profile.folder(), "migrate");
    CHECK_FALSE(fs::exists(profile.backup(before.name)));
  }
}

TEST_CASE("a backup stays where the password cannot be compared: no record then, no database now, a damaged one") {
  BackupProfile profile("secret");
  const auto without_record = make_backup(profile.folder(), "migrate").name;
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((profile.backup(without_record) / "key4.db").c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, "DELETE FROM metaData WHERE id='password'", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
  const auto sound = make_backup(profile.folder(), "migrate").name;
  const std::vector<std::string> both{sound, without_record};
  remove_leftovers(profile.folder());
  CHECK(profile.names() == both);
  tests::write_file(profile.folder() / "key4.db", std::string(5000, 'x'));
  remove_leftovers(profile.folder());
  CHECK(profile.names() == both);
  fs::remove(profile.folder() / "key4.db");
  remove_leftovers(profile.folder());
  CHECK(profile.names() == both);
}

TEST_CASE("left-overs of killed runs go, everything else stays") {
  BackupProfile profile;
  const auto before = tests::paths_below(profile.folder());
  for (const char* name : {"certferry/certferry-copy-AbCdEf/key4.db", "certferry/pending/id1.json.new", "certferry/undo/id1.json.new",
                           "cert9.db.certferry-new", "key4.db.certferry-new", "prefs.js.certferry-new"})
    tests::write_file(profile.folder() / name, "x");
  for (const char* name : {"certferry/pending/id1.json", "certferry/undo/id1.json", "something.certferry-new"})
    tests::write_file(profile.folder() / name, "x");
  remove_leftovers(profile.folder());
  auto expected = before;
  for (const char* name : {"certferry/pending", "certferry/pending/id1.json", "certferry/undo", "certferry/undo/id1.json",
                           "something.certferry-new"})
    expected.emplace_back(name);
  std::ranges::sort(expected);
  CHECK(tests::paths_below(profile.folder()) == expected);
}

TEST_CASE("copies in the folder for running programs go too, once nobody uses them") {
  BackupProfile profile;
  tests::TemporaryFolder runtime;
  tests::write_file(runtime.path() / "others" / "file", "x");
  ::setenv("XDG_RUNTIME_DIR", runtime.path().c_str(), 1);
  const auto place = place_for_copies(profile.folder());
  tests::write_file(place / "certferry-copy-AbCdEf" / "key4.db", "x");
  const files::PrivateCopy in_use(profile.folder(), place);
  remove_leftovers(profile.folder());
  ::unsetenv("XDG_RUNTIME_DIR");
  CHECK_FALSE(fs::exists(place / "certferry-copy-AbCdEf"));
  CHECK(fs::exists(runtime.path() / "others" / "file"));
  CHECK(fs::exists(in_use.folder() / "key4.db"));
}

TEST_CASE("a private copy that is in use is no left-over") {
  BackupProfile profile;
  const files::PrivateCopy copy(profile.folder(), profile.own());
  remove_leftovers(profile.folder());
  CHECK(fs::exists(copy.folder() / "key4.db"));
}

TEST_CASE("an interrupted write is rolled back in the backup, and the profile is left as it is") {
  BackupProfile profile;
  profile.import_pkcs12("rsa2048");
  const auto contents = files::contents_of(profile.folder());
  tests::interrupt_a_write(profile.folder() / "cert9.db");
  const auto bytes = profile.database_bytes();
  const auto made = make_backup(profile.folder(), "select");
  CHECK(files::contents_of(profile.backup(made.name)).certificates == contents.certificates);
  CHECK(files::contents_of(profile.backup(made.name)).private_keys == contents.private_keys);
  CHECK(profile.database_bytes() == bytes);
  CHECK(names_in(profile.own()) == std::vector<std::string>{"backups"});
}

TEST_CASE("a damaged database is kept byte for byte") {
  BackupProfile profile;
  const std::string damaged(5000, 'x');
  tests::write_file(profile.folder() / "cert9.db", damaged);
  const auto made = make_backup(profile.folder(), "restore");
  CHECK(tests::file_bytes(profile.backup(made.name) / "cert9.db") == damaged);
}

TEST_CASE("a backup while the application writes waits for the moment between two writes") {
  BackupProfile profile;
  tests::SqliteWriter writer(profile.folder() / "key4.db", "BEGIN EXCLUSIVE");
  CHECK(kind_of([&] { make_backup(profile.folder(), "migrate"); }) == Kind::profile_busy);
  CHECK(profile.names().empty());
  CHECK(names_in(profile.own() / "backups").empty());
  writer.kill();
  CHECK_NOTHROW(make_backup(profile.folder(), "migrate"));
}

TEST_CASE("a disk that is full costs the new backup and no old one") {
  BackupProfile profile;
  const auto old = make_backup(profile.folder(), "migrate");
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, SIG_IGN);
  for (const rlim_t size : {0u, 10u, 10'000u, 30'000u}) {
    CAPTURE(size);
    const rlimit small{size, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto kind = kind_of([&] { make_backup(profile.folder(), "migrate"); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    CHECK(kind == Kind::io_failure);
    CHECK(names_in(profile.own() / "backups") == std::vector<std::string>{old.name});
  }
}
