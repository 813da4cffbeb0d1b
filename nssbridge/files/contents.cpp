// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/database_files.hpp>

#include "database.hpp"
#include "plain_file.hpp"

namespace nssbridge::files {

namespace fs = std::filesystem;

namespace {

/// All columns but the row's number, each behind its length, so that two rows are equal only if all columns are.
Bytes whole_row(Statement& row) {
  Bytes bytes;
  for (int column = 1; column < row.columns(); ++column) {
    const auto value = row.blob(column);
    for (std::size_t rest = value.size(), i = 0; i < 4; ++i, rest >>= 8) bytes.push_back(static_cast<std::uint8_t>(rest));
    bytes.insert(bytes.end(), value.begin(), value.end());
  }
  return bytes;
}

std::set<Bytes> first_column(Database& database, const std::string& sql) {
  std::set<Bytes> values;
  auto rows = database.query(sql);
  while (rows.step()) {
    const auto value = rows.blob(0);
    values.emplace(value.begin(), value.end());
  }
  return values;
}

void read_certificates(Database& database, Contents& contents) {
  if (!database.has_table("nssPublic")) return;
  contents.certificates = first_column(database, "SELECT a11 FROM nssPublic WHERE a0=x'00000001'");
  // CKO_NSS_TRUST and CKO_TRUST
  auto rows = database.query("SELECT * FROM nssPublic WHERE a0 IN (x'CE534353', x'0000000B')");
  while (rows.step()) contents.trust.insert(whole_row(rows));
}

void read_keys(Database& database, Contents& contents) {
  if (database.has_table("nssPrivate"))
    contents.private_keys = first_column(database, "SELECT a102 FROM nssPrivate WHERE a0=x'00000003'");
}

void read_from(const fs::path& file, Contents& contents, void (*read)(Database&, Contents&)) {
  const auto trace = trace_of(file);
  if (!trace.exists || trace.size == 0) return;
  Database database(file, Database::Access::read);
  if (!database.begin_reading()) database.fail(SQLITE_BUSY);
  read(database, contents);
}

}  // namespace

Contents contents_of(const fs::path& folder) {
  inspect(folder);
  Contents contents;
  read_from(folder / "cert9.db", contents, read_certificates);
  read_from(folder / "key4.db", contents, read_keys);
  return contents;
}

}  // namespace nssbridge::files
