// SPDX-License-Identifier: MPL-2.0
#pragma once
#include "file_password.hpp"

#include <string>
#include <vector>

/// The structure of PKCS#12 (RFC 7292) as files of ours have it: bags inside safes, one MAC over all.
namespace nssbridge::pkcs12 {

/// What one bag holds.
enum class BagKind { certificate, shrouded_key, secret };

struct Bag {
  BagKind kind;
  Bytes content;      ///< DER of a certificate, of an EncryptedPrivateKeyInfo; or octets that are ours
  std::string name;   ///< UTF-8; empty: none
  Bytes local_id;     ///< the same on a key and its certificate; empty: none
};

struct Safe {
  std::vector<Bag> bags;
  bool encrypted;
};

Bytes write(const std::vector<Safe>& safes, const FilePassword& password, KeyFileScheme scheme);

}  // namespace nssbridge::pkcs12
