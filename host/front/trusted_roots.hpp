// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <filesystem>
#include <set>
#include <vector>

namespace host::front {

/// The certificates in these files, PEM or DER, which `configuration` names. Throws Error(permission_denied) if anybody but root can
/// change one of them, `configuration`, or a folder above; Error(bad_file) for a file that is missing or holds anything else.
std::set<nssbridge::Fingerprint> read_trusted_roots(const std::filesystem::path& configuration, const std::vector<std::filesystem::path>& files);

}  // namespace host::front
