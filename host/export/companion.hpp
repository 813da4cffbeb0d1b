// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>
#include <nssbridge/secret.hpp>
#include <nssbridge/smime_profile.hpp>
#include <nssbridge/trust.hpp>

#include <optional>
#include <string>
#include <vector>

namespace host::exporting {

/// What a key file cannot hold and a whole backup has beside it: the other certificates, e-mail trust, and how
/// correspondents encrypt. Encrypted and authenticated under the key file's password: it names whom a person writes to,
/// and trust in it must not be forged.
struct Companion {
  struct Other {
    nssbridge::Bytes der;
    std::string nickname;  ///< any octets
  };
  struct Trusted {
    nssbridge::Fingerprint certificate;
    nssbridge::Trust email;  ///< trusted or distrusted
  };
  nssbridge::Bytes key_file;  ///< SHA-256 of the file that it belongs to
  std::vector<Other> certificates;
  std::vector<Trusted> trust;
  std::vector<nssbridge::SmimeProfile> smime_profiles;
};

/// The file, a JSON text that says what it is. Needs an open nssbridge::Library. Throws Error(too_large).
nssbridge::Bytes write_companion(const Companion& companion, const nssbridge::Secret& password);

/// Nothing where the password is wrong or the file was changed. Throws Error(bad_file) for what is no such file. Whether it
/// belongs to a key file, its hash says; trust in it is asked for like any other (rule C3).
std::optional<Companion> read_companion(nssbridge::BytesView file, const nssbridge::Secret& password);

/// The same of the one that lies beside `key_file`, which this password opens. Throws Error(bad_file) also where it belongs to
/// another key file, or was changed.
Companion read_companion_of(nssbridge::BytesView key_file, nssbridge::BytesView file, const nssbridge::Secret& password);

/// The two layers, for who has one of them: what is sealed in a file; what the clear text in it says, and the other way round. All
/// throw Error(bad_file) for what is none.
nssbridge::Bytes sealed_in(nssbridge::BytesView file);
Companion companion_in(nssbridge::BytesView clear);
std::string text_in(const Companion& companion);

/// A JSON text: whole or not, a key file looks otherwise.
bool is_companion(nssbridge::BytesView file);

}  // namespace host::exporting
