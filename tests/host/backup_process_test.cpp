// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/backup_process.hpp>
#include <nssbridge/error.hpp>

#include <doctest/doctest.h>

#include "support/backup_profile.hpp"
#include "support/kind_of.hpp"
#include "support/sqlite_writer.hpp"

using namespace host::profiles;
using nssbridge::Kind;
using tests::BackupProfile;

TEST_CASE("a backup made by another process is listed here, and left-overs are gone") {
  BackupProfile profile;
  tests::write_file(profile.own() / "certferry-copy-AbCdEf" / "key4.db", "x");
  BackupProcess process;
  const auto made = process.make(profile.folder(), "migrate");
  CHECK(made.occasion == "migrate");
  CHECK(profile.names() == std::vector<std::string>{made.name});
  CHECK_FALSE(std::filesystem::exists(profile.own() / "certferry-copy-AbCdEf"));
}

TEST_CASE("why another process could make no backup arrives here") {
  BackupProfile profile;
  const tests::SqliteWriter writer(profile.folder() / "key4.db", "BEGIN EXCLUSIVE");
  BackupProcess process;
  CHECK(tests::kind_of([&] { process.make(profile.folder(), "migrate"); }) == Kind::profile_busy);
}

TEST_CASE("a process that is not asked does nothing") {
  BackupProfile profile;
  { BackupProcess process; }
  CHECK(profile.names().empty());
}
