// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/selection/identities.hpp>

#include <filesystem>
#include <string>

namespace host::selection {

/// The identities that the profile's prefs.js describes now.
std::vector<Identity> identities_in(const std::filesystem::path& profile);

/// By Thunderbird's key ("id1") or by address. Throws Error(identity_not_found), Error(ambiguous) with the keys of
/// those that share the address.
Identity find_identity(const std::filesystem::path& profile, const std::string& id_or_address);

}  // namespace host::selection
