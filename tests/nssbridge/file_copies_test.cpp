// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/database_files.hpp>
#include <nssbridge/error.hpp>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <optional>

#include "support/kind_of.hpp"
#include "support/nss_fixtures.hpp"
#include "support/sqlite_writer.hpp"

using namespace nssbridge;
using tests::kind_of;
using tests::NssProfile;
namespace fs = std::filesystem;

namespace {

unsigned mode_of(const fs::path& path) {
  struct stat info{};
  REQUIRE(::lstat(path.c_str(), &info) == 0);
  return info.st_mode & 0777;
}

std::string query(const fs::path& file, const std::string& sql) {
  sqlite3* database = nullptr;
  std::string answer;
  sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
  sqlite3_exec(database, sql.c_str(), [](void* text, int, char** values, char**) {
    *static_cast<std::string*>(text) += values[0] ? values[0] : "NULL";
    return 0;
  }, &answer, nullptr);
  sqlite3_close(database);
  return answer;
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a copied database has the same objects, and is nobody else's to read") {
  NssProfile profile, copy;
  profile.import_pkcs12("rsa2048");
  ::umask(0);
  for (const char* name : {"cert9.db", "key4.db"}) {
    fs::remove(copy.folder() / name);
    files::copy_database(profile.folder() / name, copy.folder() / name);
    CHECK(mode_of(copy.folder() / name) == 0600);
    CHECK_FALSE(fs::exists(copy.folder() / (std::string(name) + "-journal")));
  }
  CHECK(copy.objects() == profile.objects());
  CHECK(copy.integrity() == "ok");
}

TEST_CASE("a copy never replaces a file and never writes through a link") {
  NssProfile profile;
  const auto target = profile.folder().parent_path() / "target", link = profile.folder().parent_path() / "link";
  std::ofstream(target) << "precious";
  fs::create_symlink(target, link);
  CHECK(kind_of([&] { files::copy_database(profile.folder() / "key4.db", target); }) == Kind::io_failure);
  CHECK(kind_of([&] { files::copy_database(profile.folder() / "key4.db", link); }) == Kind::io_failure);
  CHECK(kind_of([&] { files::copy_bytes(profile.folder() / "key4.db", target); }) == Kind::io_failure);
  CHECK(kind_of([&] { files::copy_bytes(profile.folder() / "key4.db", link); }) == Kind::io_failure);
  CHECK(kind_of([&] { files::copy_bytes(link, profile.folder() / "new"); }) == Kind::profile_unreadable);
  CHECK_FALSE(files::copy_bytes(profile.folder() / "absent", profile.folder() / "new"));
  CHECK_FALSE(fs::exists(profile.folder() / "new"));
  CHECK(tests::file_bytes(target) == "precious");
}

TEST_CASE("copied bytes are the same, with the mode asked for") {
  NssProfile profile;
  const auto copy = profile.folder() / "copy";
  CHECK(files::copy_bytes(profile.folder() / "key4.db", copy, 0640));
  files::sync_files({copy});
  files::sync_folder(profile.folder());
  CHECK(mode_of(copy) == 0640);
  CHECK(tests::file_bytes(copy) == tests::file_bytes(profile.folder() / "key4.db"));
}

TEST_CASE("a copy made while another process writes holds whole transactions only") {
  NssProfile profile;
  const auto file = profile.folder() / "cert9.db";
  profile.change("cert9.db", "CREATE TABLE pairs (x); INSERT INTO pairs VALUES (1), (1)");
  int stop[2];
  REQUIRE(::pipe(stop) == 0);
  const pid_t writer = ::fork();
  if (writer == 0) {
    ::fcntl(stop[0], F_SETFL, O_NONBLOCK);
    ::close(stop[1]);
    sqlite3* database = nullptr;
    sqlite3_open(file.c_str(), &database);
    sqlite3_busy_timeout(database, 5000);
    char byte;
    // Ends when the parent closes its end.
    while (::read(stop[0], &byte, 1) != 0) {
      sqlite3_exec(database, "BEGIN IMMEDIATE; INSERT INTO pairs SELECT max(x)+1 FROM pairs;"
                             "INSERT INTO pairs SELECT max(x) FROM pairs; COMMIT", nullptr, nullptr, nullptr);
      ::usleep(2000);
    }
    ::_exit(0);
  }
  ::close(stop[0]);
  std::string last;
  int different = 0;
  for (int i = 0; i < 50; ++i) {
    const auto copy = profile.folder().parent_path() / ("copy" + std::to_string(i));
    files::copy_database(file, copy);
    CHECK(query(copy, "PRAGMA integrity_check") == "ok");
    CHECK(query(copy, "SELECT count(*) FROM (SELECT 1 FROM pairs GROUP BY x HAVING count(*) <> 2)") == "0");
    const auto newest = query(copy, "SELECT max(x) FROM pairs");
    different += newest != last;
    last = newest;
  }
  ::close(stop[1]);
  ::waitpid(writer, nullptr, 0);
  CHECK(different > 5);
}

TEST_CASE("a private copy is recovered, out of write-ahead mode, and leaves the original and its folder alone") {
  NssProfile profile, reference;
  profile.import_pkcs12("rsa2048");
  reference.copy_from(profile);
  tests::interrupt_a_write(profile.folder() / "cert9.db");
  profile.change("key4.db", "PRAGMA journal_mode=WAL");
  const auto bytes = profile.database_bytes();
  tests::TemporaryFolder parent;
  {
    files::PrivateCopy copy(profile.folder(), parent.path());
    CHECK(copy.folder().parent_path() == parent.path());
    CHECK(copy.folder().filename().string().starts_with("certferry-copy-"));
    CHECK(mode_of(copy.folder()) == 0700);
    CHECK(mode_of(copy.folder() / "key4.db") == 0600);
    const auto state = files::inspect(copy.folder());
    CHECK_FALSE(state.hot_journal);
    CHECK_FALSE(state.write_ahead_log);
    CHECK(state.private_key_ids.size() == 1);
    CHECK(files::contents_of(copy.folder()).certificates == files::contents_of(reference.folder()).certificates);
    files::PrivateCopy moved(std::move(copy));
    CHECK(fs::exists(moved.folder()));
  }
  CHECK(files_in(parent.path()) == 0);
  CHECK(profile.database_bytes() == bytes);
}

TEST_CASE("what is only in a write-ahead log is in the private copy") {
  NssProfile profile;
  profile.change("cert9.db", "PRAGMA journal_mode=WAL");
  tests::TemporaryFolder parent;
  tests::SqliteWriter writer(profile.folder() / "cert9.db",
                             "INSERT INTO nssPublic (id, a0, a11) VALUES (77, x'00000001', x'BEEF')");
  const files::PrivateCopy copy(profile.folder(), parent.path());
  CHECK(files::contents_of(copy.folder()).certificates == std::set<Bytes>{{0xBE, 0xEF}});
}

TEST_CASE("no private copy is made of files that do not stand still") {
  NssProfile profile;
  const auto file = profile.folder() / "cert9.db";
  // Large enough for the copying to take longer than a write.
  profile.change("cert9.db", "CREATE TABLE filler (x); INSERT INTO filler VALUES (randomblob(15000000)), (1)");
  profile.change("cert9.db", "PRAGMA journal_mode=WAL");
  const pid_t writer = ::fork();
  if (writer == 0) {
    sqlite3* database = nullptr;
    sqlite3_open(file.c_str(), &database);
    sqlite3_exec(database, "PRAGMA synchronous=OFF", nullptr, nullptr, nullptr);
    for (;;) sqlite3_exec(database, "UPDATE filler SET x = x + 1 WHERE rowid = 2", nullptr, nullptr, nullptr);
  }
  while (!fs::exists(file.string() + "-wal")) ::usleep(1000);
  tests::TemporaryFolder parent;
  // On a busy machine the writer may not have its turn during a copy, whose files stand still then.
  std::optional<Kind> refused;
  for (int attempt = 0; attempt < 1000 && !refused; ++attempt)
    refused = kind_of([&] { files::PrivateCopy(profile.folder(), parent.path()); });
  CHECK(refused == Kind::profile_busy);
  ::kill(writer, SIGKILL);
  ::waitpid(writer, nullptr, 0);
  CHECK(files_in(parent.path()) == 0);
  CHECK_NOTHROW(files::PrivateCopy(profile.folder(), parent.path()));
}

TEST_CASE("a private copy that fails leaves nothing behind") {
  NssProfile profile;
  std::ofstream(profile.folder() / "key4.db") << std::string(5000, 'x');
  tests::TemporaryFolder parent;
  CHECK(kind_of([&] { files::PrivateCopy(profile.folder(), parent.path()); }) == Kind::profile_unreadable);
  CHECK(files_in(parent.path()) == 0);
  CHECK(kind_of([&] { files::PrivateCopy(profile.folder(), parent.path() / "absent"); }) == Kind::io_failure);
}

TEST_CASE("copies of a killed process are removed, those of a living one are not") {
  NssProfile profile;
  tests::TemporaryFolder parent;
  const files::PrivateCopy mine(profile.folder(), parent.path());
  const pid_t child = ::fork();
  if (child == 0) {
    const files::PrivateCopy theirs(profile.folder(), parent.path());
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  fs::create_directory(parent.path() / "something else");
  REQUIRE(files_in(parent.path()) == 3);
  files::remove_abandoned_copies(parent.path());
  CHECK(files_in(parent.path()) == 2);
  CHECK(fs::exists(mine.folder() / "key4.db"));
}
