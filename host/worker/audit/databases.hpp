// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/audit/facts.hpp>
#include <nssbridge/database_rows.hpp>

#include <optional>
#include <vector>

namespace host::worker::audit {

/// What cert9.db and key4.db say; each is read whatever became of the other.
struct Databases {
  std::optional<nssbridge::files::CertificateRows> certificates;  ///< nothing: could not be read, or is not there
  std::optional<nssbridge::files::KeyRows> keys;
  std::vector<host::audit::Trouble> troubles;
  /// Both lie in the profile itself, fit for NSS to open.
  bool fit_for_nss = false;
};

/// Writes nothing into the folder. What cannot be read there without that is read from a private copy in the user's own
/// folder for running programs, where there is one.
Databases read_databases(const std::filesystem::path& folder);

/// What went wrong with a file, for an error that reading it met.
host::audit::Trouble trouble_with(const std::filesystem::path& file, const nssbridge::Error& error);

}  // namespace host::worker::audit
