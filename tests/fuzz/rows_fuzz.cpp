// SPDX-License-Identifier: MPL-2.0
// Rows of certificates, trust, keys and the password record in sound databases: any value in any column.
#include <fuzzer/FuzzedDataProvider.h>
#include <sqlite3.h>
#include <nssbridge/database_files.hpp>

#include <map>

#include "support/promise.hpp"
#include "support/scratch.hpp"

namespace fs = std::filesystem;
namespace files = nssbridge::files;
using nssbridge::Bytes;

namespace {

constexpr std::size_t columns = 4;
constexpr const char* certificate_tables =
    "CREATE TABLE nssPublic (id PRIMARY KEY UNIQUE ON CONFLICT ABORT, a0, a11, a81, a82)";
constexpr const char* key_tables =
    "CREATE TABLE nssPrivate (id PRIMARY KEY UNIQUE ON CONFLICT ABORT, a0, a102, a1, a2);"
    "CREATE TABLE metaData (id PRIMARY KEY UNIQUE ON CONFLICT REPLACE, item1, item2)";
const Bytes certificate_class{0, 0, 0, 1}, key_class{0, 0, 0, 3}, legacy_trust{0xCE, 0x53, 0x43, 0x53},
    modern_trust{0, 0, 0, 0x0B};

using Row = std::array<Bytes, columns>;

class Writer {
 public:
  Writer(const fs::path& file, const char* schema) {
    fs::remove(file);
    sqlite3_open(file.c_str(), &m_database);
    run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=512; BEGIN");
    run(schema);
  }
  ~Writer() {
    run("COMMIT");
    sqlite3_close(m_database);
  }
  Writer(const Writer&) = delete;
  template <std::size_t count>
  void insert(const char* statement, const std::array<Bytes, count>& values) {
    sqlite3_stmt* insertion = nullptr;
    fuzz::promise(sqlite3_prepare_v2(m_database, statement, -1, &insertion, nullptr) == SQLITE_OK,
                  "the target's SQL is good");
    for (std::size_t i = 0; i < count; ++i)
      sqlite3_bind_blob(insertion, static_cast<int>(i + 1), values[i].data(),
                        static_cast<int>(values[i].size()), SQLITE_STATIC);
    sqlite3_step(insertion);
    sqlite3_finalize(insertion);
  }

 private:
  void run(const char* sql) { sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr); }
  sqlite3* m_database = nullptr;
};

Bytes any_class(FuzzedDataProvider& input) {
  const Bytes known[] = {certificate_class, key_class, legacy_trust, modern_trust};
  const auto kind = input.ConsumeIntegralInRange<std::size_t>(0, 4);
  return kind < 4 ? known[kind] : input.ConsumeBytes<std::uint8_t>(4);
}

std::vector<Row> any_rows(FuzzedDataProvider& input) {
  std::vector<Row> rows(input.ConsumeIntegralInRange<std::size_t>(0, 12));
  for (auto& row : rows) {
    row[0] = any_class(input);
    for (std::size_t i = 1; i < columns; ++i)
      row[i] = input.ConsumeBytes<std::uint8_t>(input.ConsumeIntegralInRange<std::size_t>(0, 200));
  }
  return rows;
}

std::set<Bytes> values_of(const std::vector<Row>& rows, const Bytes& object_class) {
  std::set<Bytes> values;
  for (const auto& row : rows)
    if (row[0] == object_class) values.insert(row[1]);
  return values;
}

std::size_t trust_records(const std::vector<Row>& rows) {
  std::set<Row> records;
  for (const auto& row : rows)
    if (row[0] == legacy_trust || row[0] == modern_trust) records.insert(row);
  return records.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  const auto folder = fuzz::scratch() / "profile";
  fs::create_directories(folder);
  const auto rows = any_rows(input), keys = any_rows(input);
  const bool has_record = input.ConsumeBool();
  const Bytes salt = input.ConsumeBytes<std::uint8_t>(input.ConsumeIntegralInRange<std::size_t>(0, 64));
  const Bytes check_value = input.ConsumeRemainingBytes<std::uint8_t>();
  {
    Writer certificates(folder / "cert9.db", certificate_tables),
        private_keys(folder / "key4.db", key_tables);
    for (const auto& row : rows)
      certificates.insert("INSERT INTO nssPublic(a0, a11, a81, a82) VALUES(?, ?, ?, ?)", row);
    for (const auto& row : keys)
      private_keys.insert("INSERT INTO nssPrivate(a0, a102, a1, a2) VALUES(?, ?, ?, ?)", row);
    if (has_record)
      private_keys.insert("INSERT INTO metaData VALUES('password', ?, ?)",
                          std::array<Bytes, 2>{salt, check_value});
  }
  const auto state = files::inspect(folder);
  fuzz::promise(state.modern_trust == !values_of(rows, modern_trust).empty(), "modern trust is seen");
  fuzz::promise(state.private_key_ids == values_of(keys, key_class), "keys are seen");
  fuzz::promise(state.password.has_value() == has_record, "the password record is seen");
  if (state.password) fuzz::promise(state.password->salt_length == salt.size(), "the salt is measured");
  const auto contents = files::contents_of(folder);
  fuzz::promise(contents.certificates == values_of(rows, certificate_class), "certificates are read");
  fuzz::promise(contents.private_keys == values_of(keys, key_class), "keys are read");
  fuzz::promise(contents.trust.size() == trust_records(rows),
                "two trust records are equal only if all of it is");
  return 0;
}
