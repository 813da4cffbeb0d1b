// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/sealed.hpp>

#include "check.hpp"
#include "pkcs12.hpp"

namespace nssbridge {

using pkcs12::Bag;
using pkcs12::BagKind;

Bytes seal(BytesView clear, const Secret& password) {
  pkcs12::Safe safe{{}, true};
  safe.bags.push_back({BagKind::secret, Bytes(clear.begin(), clear.end()), {}, {}});
  return pkcs12::write({safe}, FilePassword(password), KeyFileScheme::modern);
}

std::optional<Bytes> unseal(BytesView sealed, const Secret& password) {
  auto bags = pkcs12::read(sealed, FilePassword(password));
  if (!bags) return std::nullopt;
  if (bags->size() != 1 || bags->front().kind != BagKind::secret)
    throw Error(Kind::bad_file, "This file is protected like one of Certferry's and holds something else. Take another copy of it.");
  return std::move(bags->front().content);
}

Bytes sha256(BytesView octets) {
  Bytes hash(32);
  check(PK11_HashBuf(SEC_OID_SHA256, hash.data(), octets.data(), static_cast<PRInt32>(octets.size())),
        "NSS could not hash a file. Try again; if it stays so, reinstall NSS.");
  return hash;
}

}  // namespace nssbridge
