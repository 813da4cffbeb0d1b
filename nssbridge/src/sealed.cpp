// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/sealed.hpp>

#include <nssbridge/error.hpp>

#include "check.hpp"
#include "key_file_opening.hpp"
#include "pkcs12.hpp"

namespace nssbridge {

using pkcs12::BagKind;

namespace {

[[noreturn]] void refuse() {
  throw Error(Kind::bad_file, "This is no file of the kind that Certferry writes, or it was changed or cut short. Take another copy of it.");
}

/// Only what a MAC covers counts.
key_file::File read_sealed(BytesView sealed) {
  try {
    auto file = key_file::read(sealed, key_file::largest_companion);
    if (!file.mac) refuse();
    return file;
  } catch (const Error& error) {
    if (error.kind() != Kind::unsupported_algorithm) throw;
    refuse();
  }
}

}  // namespace

Bytes seal(BytesView clear, const Secret& password) {
  pkcs12::Safe safe{{}, true};
  safe.bags.push_back({BagKind::secret, Bytes(clear.begin(), clear.end()), {}, {}});
  return pkcs12::write({safe}, FilePassword(password), KeyFileScheme::modern);
}

std::optional<Bytes> unseal(BytesView sealed, const Secret& password) {
  const auto file = read_sealed(sealed);
  auto bags = KeyFileOpening(file, password).bags();
  if (!bags) return std::nullopt;
  if (bags->size() != 1 || bags->front().kind != key_file::Bag::Kind::secret) refuse();
  return std::move(bags->front().content);
}

Bytes sha256(BytesView octets) {
  Bytes hash(32);
  check(PK11_HashBuf(SEC_OID_SHA256, hash.data(), octets.data(), static_cast<PRInt32>(octets.size())),
        "NSS could not hash a file. Try again; if it stays so, reinstall NSS.");
  return hash;
}

}  // namespace nssbridge
