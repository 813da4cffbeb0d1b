// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/store/contents.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/key_file_writer.hpp>

#include <optional>
#include <string>
#include <vector>

/// Writing key files (PKCS#12) and whole backups of a profile's certificate store.
namespace host::exporting {

/// What the person wants in the file.
struct Wishes {
  std::vector<nssbridge::Fingerprint> certificates;  ///< empty: everything that has a key
  nssbridge::KeyFileScheme scheme = nssbridge::KeyFileScheme::modern;
  bool whole = false;  ///< everything, and beside it what a key file cannot hold
};

/// A certificate that goes into the file with its key, unless `error` says why not.
struct Exported {
  const nssbridge::StoredCertificate* certificate;
  std::vector<const nssbridge::Certificate*> chain;  ///< above it, the root last
  bool chain_complete = false;
  std::optional<nssbridge::Error> error;
};

/// Which certificates go into the file and which chains with them. Throws Error(certificate_not_found),
/// Error(no_private_key).
std::vector<Exported> plan(const Wishes& wishes, const store::Contents& contents, const nssbridge::Verifier& verifier);

/// What is to be written: of those without an error, each certificate once, under names that no reader takes for one.
nssbridge::KeyFileContents contents_of(const std::vector<Exported>& exported, const store::Contents& contents);

}  // namespace host::exporting
