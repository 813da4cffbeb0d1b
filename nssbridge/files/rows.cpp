// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/database_rows.hpp>

#include "../src/serial_content.hpp"
#include "../src/trust_values.hpp"
#include "inspect.hpp"
#include "password_record.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>

namespace nssbridge::files {

namespace {

/// How NSS writes an attribute of no bytes, since SQLite's NULL is one that is not there.
constexpr std::array<std::uint8_t, 3> no_bytes{0xA5, 0x00, 0x5A};

/// Rows of one table with these columns in this order. NSS adds columns as it learns of attributes: one that the table does
/// not have is read as not there.
Statement rows_of(Database& database, const std::string& table, std::initializer_list<const char*> columns,
                  const std::string& condition) {
  std::set<std::string, std::less<>> present;
  auto known = database.query("SELECT name FROM pragma_table_info('" + table + "')");
  while (known.step()) present.emplace(known.text(0));
  std::string list;
  for (const char* column : columns) {
    if (!list.empty()) list += ',';
    list += present.contains(std::string_view(column)) ? column : "NULL";
  }
  return database.query("SELECT " + list + " FROM " + table + " WHERE " + condition);
}

BytesView view(Statement& rows, int column) {
  const auto value = rows.blob(column);
  return std::ranges::equal(value, no_bytes) ? BytesView{} : value;
}

Bytes bytes(Statement& rows, int column) {
  const auto value = view(rows, column);
  return {value.begin(), value.end()};
}

std::string text(Statement& rows, int column) {
  const auto value = view(rows, column);
  return {value.begin(), value.end()};
}

std::optional<Bytes> bytes_if_any(Statement& rows, int column) {
  auto value = bytes(rows, column);
  if (value.empty()) return std::nullopt;
  return value;
}

/// NSS keeps numbers as four octets, the highest first.
StatedTrust stated(Statement& rows, int column, TrustEncoding encoding) {
  const auto value = view(rows, column);
  if (value.empty()) return StatedTrust::nothing;
  if (value.size() != 4) return StatedTrust::other;
  std::uint32_t number = 0;
  for (const auto octet : value) number = number << 8 | octet;
  return stated_trust(encoding, number);
}

void read_certificates(Database& database, std::vector<StoredCertificate>& certificates) {
  auto rows = rows_of(database, "nssPublic", {"a11", "a102", "a3"}, "a0=x'00000001'");
  while (rows.step()) {
    auto& stored = certificates.emplace_back();
    stored.certificate.der = bytes(rows, 0);
    stored.key_id = bytes(rows, 1);
    stored.nickname = text(rows, 2);
    stored.handle = 0;
  }
}

void read_trust(Database& database, TrustEncoding encoding, std::vector<TrustRow>& trust) {
  const bool modern = encoding == TrustEncoding::modern;
  auto rows = modern ? rows_of(database, "nssPublic", {"a81", "a82", "a635", "a62c", "a62d", "a62e", "a62f"}, "a0=x'0000000B'")
                     : rows_of(database, "nssPublic",
                               {"a81", "a82", "ace5363b4", "ace536358", "ace536359", "ace53635a", "ace53635b"}, "a0=x'CE534353'");
  while (rows.step())
    trust.push_back({encoding, bytes(rows, 0), serial_content(view(rows, 1)), bytes(rows, 2), stated(rows, 3, encoding),
                     stated(rows, 4, encoding), stated(rows, 5, encoding), stated(rows, 6, encoding)});
}

void read_smime_profiles(Database& database, std::vector<SmimeProfile>& profiles) {
  auto rows = rows_of(database, "nssPublic", {"a101", "ace534352", "a11", "ace534354"}, "a0=x'CE534352'");
  while (rows.step())
    profiles.push_back({bytes(rows, 0), address_of_record(view(rows, 1)), bytes_if_any(rows, 2), bytes_if_any(rows, 3)});
}

void note_encryption(BytesView value, KeyRow& key) {
  const auto derivation = derivation_of(value);
  if (!derivation) return;
  key.fewest_iterations =
      key.encrypted == 0 ? derivation->iterations : std::min(key.fewest_iterations, derivation->iterations);
  key.pbes2 = key.pbes2 && derivation->pbes2;
  ++key.encrypted;
}

/// Encrypted are CKA_VALUE (of an EC key), the private exponent, the primes and what is computed from them.
void read_keys(Database& database, std::vector<KeyRow>& keys) {
  constexpr int first_secret = 2, secrets = 7;
  auto rows = rows_of(database, "nssPrivate", {"a102", "a3", "a11", "a123", "a124", "a125", "a126", "a127", "a128"},
                      "a0=x'00000003'");
  while (rows.step()) {
    KeyRow key{.key_id = bytes(rows, 0), .label = text(rows, 1)};
    for (int column = first_secret; column < first_secret + secrets; ++column) note_encryption(view(rows, column), key);
    keys.push_back(std::move(key));
  }
}

}  // namespace

CertificateRows read_certificate_rows(const std::filesystem::path& folder) {
  require_enterable(folder);
  CertificateRows rows;
  rows.reading = read_checked(folder / "cert9.db", [&](Database& database) {
    if (!database.has_table("nssPublic")) return;
    read_certificates(database, rows.certificates);
    read_trust(database, TrustEncoding::modern, rows.trust);
    read_trust(database, TrustEncoding::legacy, rows.trust);
    read_smime_profiles(database, rows.smime_profiles);
  });
  return rows;
}

CertificateRows read_stored_certificates(const std::filesystem::path& folder) {
  require_enterable(folder);
  CertificateRows rows;
  rows.reading = read_checked(folder / "cert9.db", [&](Database& database) {
    if (database.has_table("nssPublic")) read_certificates(database, rows.certificates);
  });
  return rows;
}

KeyRows read_key_rows(const std::filesystem::path& folder) {
  require_enterable(folder);
  KeyRows rows;
  rows.reading = read_checked(folder / "key4.db", [&](Database& database) {
    rows.password = read_password_record(database);
    if (database.has_table("nssPrivate")) read_keys(database, rows.keys);
  });
  return rows;
}

}  // namespace nssbridge::files
