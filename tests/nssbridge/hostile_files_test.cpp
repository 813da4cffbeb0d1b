// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/database_files.hpp>
#include <nssbridge/error.hpp>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <fstream>

#include "support/kind_of.hpp"
#include "support/nss_fixtures.hpp"
#include "support/sqlite_writer.hpp"

using namespace nssbridge;
using tests::kind_of;
using tests::NssProfile;
namespace fs = std::filesystem;

namespace {

std::optional<Kind> kind_of_inspecting(const NssProfile& profile) {
  return kind_of([&] { files::inspect(profile.folder()); });
}

std::size_t rows_in(const NssProfile& profile) { return profile.objects().size(); }

void resize(const fs::path& file, std::uintmax_t size) { fs::resize_file(file, size); }

/// Adds what the end of a journal says when a write spans several databases.
void name_other_journal(const fs::path& journal, const std::string& name) {
  const auto be32 = [](std::uint32_t value) {
    return std::string{static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
                       static_cast<char>(value)};
  };
  std::uint32_t sum = 0;
  for (const char c : name) sum += static_cast<std::uint32_t>(static_cast<signed char>(c));
  std::ofstream(journal, std::ios::binary | std::ios::app)
      << be32(0x40000000 / 4096 + 1) << name << be32(static_cast<std::uint32_t>(name.size())) << be32(sum)
      << "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
}

}  // namespace

TEST_CASE("nothing but plain tables and indexes is let through to NSS") {
  const char* const forbidden[]{
      "CREATE VIEW v AS SELECT 1",
      "DROP TABLE nssPublic; CREATE VIEW nssPublic AS SELECT 1 AS id, x'00000001' AS a0",
      "CREATE TRIGGER t AFTER INSERT ON nssPublic BEGIN DELETE FROM nssPublic; END",
      "CREATE VIEW v AS SELECT abs(1)",
      "CREATE VIRTUAL TABLE v USING fts5(x)",
      "CREATE VIRTUAL TABLE v USING fts5vocab(x, row)",
      "ALTER TABLE nssPublic ADD COLUMN computed AS (zeroblob(900000000))",
      "ALTER TABLE nssPublic ADD COLUMN checked CHECK (length(zeroblob(900000000)) > 1)",
      "CREATE TABLE t (x DEFAULT (zeroblob(900000000)))",
      "CREATE TABLE t (x DEFAULT 'text')",
      "CREATE INDEX computed ON nssPublic (length(a0))",
      "CREATE INDEX joined ON nssPublic (a0||a1)",
      "CREATE INDEX partial ON nssPublic (a0) WHERE a1 IS NOT NULL",
      "CREATE TABLE \"a'b\" (x)",
      "CREATE TABLE \"a\"\"b\" (x)",
      "PRAGMA writable_schema=1; INSERT INTO sqlite_master VALUES ('table','t','nssPublic',2,"
      "'CREATE TRIGGER t AFTER INSERT ON nssPublic BEGIN DELETE FROM nssPublic; END')",
      "PRAGMA writable_schema=1; INSERT INTO sqlite_master VALUES ('index','sqlite_autoindex_x','nssPublic',2,"
      "'CREATE VIEW v AS SELECT 1')",
      "PRAGMA writable_schema=1; INSERT INTO sqlite_master VALUES ('table','t','t',2,'CREATE/**/VIEW v(x) AS SELECT 1')",
  };
  for (const char* sql : forbidden) {
    CAPTURE(sql);
    NssProfile profile;
    profile.change("cert9.db", sql);
    CHECK(kind_of_inspecting(profile) == Kind::profile_unreadable);
  }
}

TEST_CASE("plain tables and indexes of others do not disturb") {
  NssProfile profile;
  profile.change("cert9.db", "CREATE TABLE more (x, y); CREATE UNIQUE INDEX more_x ON more (x, y); ANALYZE;"
                             "ALTER TABLE nssPublic ADD COLUMN a9999");
  CHECK_FALSE(kind_of_inspecting(profile));
}

TEST_CASE("what is not an ordinary file is refused at once") {
  for (const std::string name : {"cert9.db", "key4.db", "cert9.db-journal", "key4.db-wal", "cert9.db-shm"}) {
    CAPTURE(name);
    NssProfile profile;
    const auto file = profile.folder() / name;
    const auto elsewhere = profile.folder().parent_path() / "elsewhere";
    if (fs::exists(file))
      fs::rename(file, elsewhere);
    else
      std::ofstream(elsewhere) << "x";

    REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
    CHECK(kind_of_inspecting(profile) == Kind::profile_unreadable);
    fs::remove(file);

    fs::create_symlink(elsewhere, file);
    CHECK(kind_of_inspecting(profile) == Kind::profile_unreadable);
    fs::remove(file);

    fs::create_directory(file);
    CHECK(kind_of_inspecting(profile) == Kind::profile_unreadable);
    fs::remove(file);

    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    file.string().copy(address.sun_path, sizeof address.sun_path - 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    CHECK(kind_of_inspecting(profile) == Kind::profile_unreadable);
    ::close(socket);
  }
}

TEST_CASE("garbage, a torn file and a foreign database are unreadable, and the advice is to restore") {
  const auto damage = [](const std::function<void(const fs::path&)>& change) {
    NssProfile profile;
    profile.import_pkcs12("rsa2048");
    change(profile.folder() / "cert9.db");
    try {
      files::inspect(profile.folder());
    } catch (const Error& error) {
      CHECK(error.message().find("estore") != std::string::npos);
      return error.kind();
    }
    return Kind::internal;
  };
  CHECK(damage([](const fs::path& file) { std::ofstream(file) << "garbage"; }) == Kind::profile_unreadable);
  CHECK(damage([](const fs::path& file) { std::ofstream(file) << std::string(100'000, 'x'); }) == Kind::profile_unreadable);
  CHECK(damage([](const fs::path& file) { resize(file, fs::file_size(file) / 2); }) == Kind::profile_unreadable);
  CHECK(damage([](const fs::path& file) { resize(file, 100); }) == Kind::profile_unreadable);
  CHECK(damage([](const fs::path& file) {
          std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
          stream.seekp(100);
          stream << std::string(400, '\xff');
        }) == Kind::profile_unreadable);
  CHECK(damage([](const fs::path& file) {
          sqlite3* database = nullptr;
          sqlite3_open(file.c_str(), &database);
          sqlite3_exec(database, "DROP TABLE nssPublic; CREATE TABLE nssPublic (x)", nullptr, nullptr, nullptr);
          sqlite3_close(database);
        }) == Kind::profile_unreadable);
}

TEST_CASE("a value larger than any certificate is refused without being read into memory") {
  NssProfile profile;
  profile.change("cert9.db", "INSERT INTO nssPublic (id, a0, a11) VALUES (77, x'00000001', zeroblob(200000000))");
  const auto peak = [] {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  const auto before = peak();
  CHECK(kind_of_inspecting(profile) == Kind::profile_unreadable);
  CHECK(peak() - before < 32 * 1024);
}

TEST_CASE("large databases of small values are read") {
  NssProfile profile;
  profile.change("cert9.db", "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                             "INSERT INTO nssPublic (id, a0, a11) SELECT i, x'00000001', randomblob(1000) FROM n");
  REQUIRE(fs::file_size(profile.folder() / "cert9.db") > 17 << 20);
  CHECK_FALSE(kind_of_inspecting(profile));
}

TEST_CASE("an enormous id of a key is refused") {
  NssProfile profile;
  profile.change("key4.db", "INSERT INTO nssPrivate (id, a0, a102) VALUES (77, x'00000003', zeroblob(1000000))");
  CHECK(kind_of_inspecting(profile) == Kind::profile_unreadable);
}

TEST_CASE("a write-ahead log is only told of, and no file is made beside it") {
  NssProfile profile;
  profile.change("cert9.db", "PRAGMA journal_mode=WAL");
  for (const char* name : {"cert9.db-wal", "cert9.db-shm"}) REQUIRE_FALSE(fs::exists(profile.folder() / name));
  const auto state = files::inspect(profile.folder());
  CHECK(state.write_ahead_log);
  CHECK_FALSE(state.password);
  for (const char* name : {"cert9.db-wal", "cert9.db-shm"}) CHECK_FALSE(fs::exists(profile.folder() / name));
}

TEST_CASE("a file that ends within a header that speaks of a write-ahead log gets no file beside it either") {
  const tests::TemporaryFolder folder;
  std::string header("SQLite format 3\0\2\0\2\2", 20);
  for (const std::size_t size : {20U, 60U, 99U}) {
    CAPTURE(size);
    header.resize(size);
    for (const char* name : {"cert9.db", "key4.db"}) std::ofstream(folder.path() / name) << header;
    CHECK(files::inspect(folder.path()).write_ahead_log);
    CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 2);
  }
}

TEST_CASE("a write-ahead log beside a database that does not speak of one counts too") {
  NssProfile profile;
  std::ofstream(profile.folder() / "key4.db-wal") << "junk";
  CHECK(files::inspect(profile.folder()).write_ahead_log);
  CHECK_FALSE(fs::exists(profile.folder() / "key4.db-shm"));
}

TEST_CASE("an interrupted write is told of, changed by no reader, and rolled back by recover") {
  NssProfile profile;
  profile.import_pkcs12("rsa2048");
  const auto objects = profile.objects();
  tests::interrupt_a_write(profile.folder() / "cert9.db");
  const auto bytes = profile.database_bytes();
  auto state = files::inspect(profile.folder());
  CHECK(state.hot_journal);
  CHECK(state.format == files::Format::sql);
  CHECK_FALSE(state.password);
  CHECK(profile.database_bytes() == bytes);

  files::recover(profile.folder());
  state = files::inspect(profile.folder());
  CHECK_FALSE(state.hot_journal);
  CHECK(state.private_key_ids.size() == 1);
  CHECK(profile.objects() == objects);
  CHECK(profile.integrity() == "ok");
}

TEST_CASE("recover leaves sound databases as they are") {
  NssProfile profile;
  const auto bytes = profile.database_bytes();
  files::recover(profile.folder());
  CHECK(profile.database_bytes() == bytes);
  fs::remove(profile.folder() / "key4.db");
  CHECK_NOTHROW(files::recover(profile.folder()));
  CHECK_FALSE(fs::exists(profile.folder() / "key4.db"));
}

TEST_CASE("a journal that names another file makes recover delete nothing") {
  NssProfile profile;
  const auto victim = profile.folder().parent_path() / "victim";
  std::ofstream(victim) << "precious";
  tests::interrupt_a_write(profile.folder() / "cert9.db");
  name_other_journal(profile.folder() / "cert9.db-journal", victim);
  CHECK(kind_of([&] { files::recover(profile.folder()); }) == Kind::profile_unreadable);
  CHECK(tests::file_bytes(victim) == "precious");
  CHECK(kind_of([&] { files::PrivateCopy(profile.folder(), profile.folder().parent_path()); }) == Kind::profile_unreadable);
  CHECK(tests::file_bytes(victim) == "precious");
}

TEST_CASE("a writer at work does not look like an interrupted one") {
  NssProfile profile;
  const auto count = rows_in(profile);
  const tests::SqliteWriter writer(profile.folder() / "cert9.db", "BEGIN IMMEDIATE; DELETE FROM nssPublic");
  REQUIRE(fs::exists(profile.folder() / "cert9.db-journal"));
  CHECK_FALSE(files::inspect(profile.folder()).hot_journal);
  CHECK(rows_in(profile) == count);
}

TEST_CASE("a database locked by another process for more than a second is busy, and worth another try") {
  NssProfile profile;
  tests::SqliteWriter writer(profile.folder() / "key4.db", "BEGIN EXCLUSIVE");
  try {
    files::inspect(profile.folder());
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == Kind::profile_busy);
    CHECK(error.is_retriable());
  }
  writer.kill();
  CHECK_NOTHROW(files::inspect(profile.folder()));
}
