// SPDX-License-Identifier: MPL-2.0
#pragma once
#include "file_password.hpp"

#include <optional>
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

/// All bags of a file that this writer could have made, from every safe. Nothing where the password is wrong or the
/// file was changed: nobody can tell which. Throws Error(bad_file) for what is no such file, or costs too many
/// rounds, before any is spent.
std::optional<std::vector<Bag>> read(BytesView file, const FilePassword& password);

}  // namespace nssbridge::pkcs12
