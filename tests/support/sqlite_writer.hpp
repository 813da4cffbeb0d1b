// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <doctest/doctest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <string>

namespace tests {

/// Another process that writes to a database through SQLite, as an application does, and stops where it is told to.
class SqliteWriter {
 public:
  /// Returns once the process has run `sql`.
  SqliteWriter(const std::filesystem::path& file, const std::string& sql) {
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    m_process = ::fork();
    REQUIRE(m_process >= 0);
    if (m_process == 0) {
      sqlite3* database = nullptr;
      const bool done = sqlite3_open(file.c_str(), &database) == SQLITE_OK &&
                        sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
      if (!done || ::write(ready[1], "x", 1) != 1) ::_exit(1);
      for (;;) ::pause();
    }
    ::close(ready[1]);
    char byte = 0;
    const bool came = ::read(ready[0], &byte, 1) == 1;
    ::close(ready[0]);
    REQUIRE(came);
  }
  ~SqliteWriter() { kill(); }
  SqliteWriter(const SqliteWriter&) = delete;

  void kill() {
    if (m_process <= 0) return;
    ::kill(m_process, SIGKILL);
    ::waitpid(m_process, nullptr, 0);
    m_process = -1;
  }

 private:
  pid_t m_process = -1;
};

/// Half of a write: more than SQLite keeps in memory is in the file, the rest and the end of the journal are missing.
inline const char* const half_a_write =
    "PRAGMA cache_size=1; BEGIN IMMEDIATE; DELETE FROM nssPublic; CREATE TABLE filler (x);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
    "INSERT INTO filler SELECT randomblob(500) FROM n;";

/// A writer killed in the middle: leaves a journal that must be rolled back.
inline void interrupt_a_write(const std::filesystem::path& file) { SqliteWriter(file, half_a_write).kill(); }

}  // namespace tests
