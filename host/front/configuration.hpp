// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <sys/types.h>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace host::front {

/// What the administrator and the person set in certferry.json.
struct Configuration {
  std::string pinentry;                            ///< program for password dialogs; empty: found by itself
  std::vector<std::filesystem::path> nss_folders;  ///< further places of NSS libraries
  std::vector<std::string> allowed_extensions;     ///< further add-on ids that may call the host
  /// Roots that need no question of the person to be trusted for e-mail; only the administrator can name them.
  std::set<nssbridge::Fingerprint> trusted_roots;
};

/// Where it lies; an empty path is no file.
struct ConfigurationFiles {
  std::filesystem::path administrator, person;
};

/// /etc/certferry/certferry.json, and the one of the person.
ConfigurationFiles configuration_files();

/// Reads the administrator's, then the person's: lists grow, the person's single value wins, a missing file is an empty one.
/// "trustedRoots", files of certificates, counts in the administrator's alone; where it stands there, that file and each it names can
/// be changed by nobody but root, nor can a folder above. Throws Error(bad_file) for what is no configuration,
/// Error(permission_denied) for a file that others can change.
Configuration read_configuration(const ConfigurationFiles& files, uid_t user);

/// The same from configuration_files(), for the effective user.
Configuration read_configuration();

}  // namespace host::front
