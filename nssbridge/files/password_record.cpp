// SPDX-License-Identifier: MPL-2.0
#include "password_record.hpp"

#include "../src/der_reader.hpp"
#include "plain_file.hpp"

#include <nssbridge/error.hpp>

#include <algorithm>
#include <array>

namespace nssbridge::files {

namespace {

constexpr std::uint8_t sequence = 0x30, octet_string = 0x04, object_identifier = 0x06, integer = 0x02;
constexpr std::array<std::uint8_t, 9> pbes2_oid{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D};
constexpr const char* record_query = "SELECT item1, item2 FROM metaData WHERE id='password'";

unsigned unsigned_of(BytesView integer_content) {
  unsigned value = 0;
  for (const auto byte : integer_content) {
    if (value >> 24 != 0) return ~0U;
    value = value << 8 | byte;
  }
  return value;
}

/// Salt and rounds are the first two of the key derivation's parameters, in PBKDF2 as in PKCS#12.
unsigned iterations_of(BytesView derivation_parameters) {
  DerReader parameters(derivation_parameters);
  if (!parameters.content_of(octet_string)) return 0;
  const auto count = parameters.content_of(integer);
  return count ? unsigned_of(*count) : 0;
}

/// PBES2: SEQUENCE { SEQUENCE { PBKDF2, SEQUENCE { salt, rounds, ... } }, cipher }.
unsigned pbes2_iterations(BytesView parameters) {
  DerReader outer(parameters);
  const auto derivation = outer.content_of(sequence);
  if (!derivation) return 0;
  DerReader algorithm(*derivation);
  if (!algorithm.content_of(object_identifier)) return 0;
  const auto inner = algorithm.content_of(sequence);
  return inner ? iterations_of(*inner) : 0;
}

/// NSS takes thousands of rounds for a password and one for the empty password. Of the key3 era nothing can be told: one
/// round was taken for both.
std::optional<bool> protects(const PasswordRecord& record) {
  if (!record.pbes2 || record.iterations == 0) return std::nullopt;
  if (record.iterations > 1) return true;
  if (record.salt_length == 20) return false;
  return std::nullopt;
}

}  // namespace

std::optional<Derivation> derivation_of(BytesView encrypted_value) {
  DerReader whole(encrypted_value);
  const auto encrypted = whole.content_of(sequence);
  DerReader parts(encrypted.value_or(BytesView{}));
  const auto identifier = parts.content_of(sequence);
  DerReader algorithm(identifier.value_or(BytesView{}));
  const auto oid = algorithm.content_of(object_identifier);
  const auto parameters = algorithm.content_of(sequence);
  if (!oid || !parameters) return std::nullopt;
  const bool pbes2 = std::ranges::equal(*oid, pbes2_oid);
  return Derivation{pbes2 ? pbes2_iterations(*parameters) : iterations_of(*parameters), pbes2};
}

PasswordRecord decode_password_record(std::size_t salt_length, BytesView check_value) {
  PasswordRecord record;
  record.salt_length = salt_length;
  record.pbes2 = false;
  const auto derivation = derivation_of(check_value);
  if (!derivation) return record;
  record.pbes2 = derivation->pbes2;
  record.iterations = derivation->iterations;
  record.protects = protects(record);
  return record;
}

std::optional<PasswordRecord> read_password_record(Database& database) {
  if (!database.has_table("metaData")) return std::nullopt;
  auto row = database.query(record_query);
  if (!row.step()) return std::nullopt;
  return decode_password_record(row.blob(0).size(), row.blob(1));
}

Bytes password_record_bytes(const std::filesystem::path& key_database) {
  {
    const auto file = open_regular(key_database);
    struct stat info{};
    if (!file.is_open() || ::fstat(file.number(), &info) != 0 || info.st_size == 0) return {};
  }
  Database database(key_database, Database::Access::read);
  if (!database.begin_reading())
    throw Error(Kind::profile_busy, "A write to the profile's key4.db was interrupted. Start the application once, or run "
                                    "the command again.")
        .retriable();
  if (!database.has_table("metaData")) return {};
  auto row = database.query(record_query);
  if (!row.step()) return {};
  const auto salt = row.blob(0), check_value = row.blob(1);
  Bytes bytes(salt.begin(), salt.end());
  bytes.insert(bytes.end(), check_value.begin(), check_value.end());
  return bytes;
}

}  // namespace nssbridge::files
