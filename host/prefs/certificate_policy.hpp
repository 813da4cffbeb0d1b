// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/prefs/places.hpp>

#include <filesystem>
#include <optional>
#include <vector>

namespace host::prefs {

/// What an administrator's policy "Certificates" does at each start of the application that runs in a profile.
struct CertificatePolicy {
  std::filesystem::path file;                    ///< its policies.json
  std::vector<std::filesystem::path> installs;   ///< "Install": files with one certificate each, DER or PEM
  bool some_not_found = false;                   ///< of the files of "Install", as far as this process may look
  bool imports_roots_of_system = false;          ///< "ImportEnterpriseRoots"
};

/// Nothing where no policy speaks of certificates.
std::optional<CertificatePolicy> certificate_policy(const AdministratorFiles& files);
/// Of the application that runs in the profile.
std::optional<CertificatePolicy> certificate_policy(const std::filesystem::path& profile);

}  // namespace host::prefs
