// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/backups.hpp>
#include <host/profiles/profile.hpp>
#include <nssbridge/certificate.hpp>

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace host::worker {

/// What comes of bringing a backup back, as far as a person is asked about it (rule C1).
struct Consequences {
  profiles::Differences differences;
  bool newest = false;  ///< only the last change of ours, and what was done since, is undone
  bool readable = true; ///< false: what the databases say could not be read in full
  std::size_t roots = 0;  ///< are trusted then, or no longer distrusted, and are not now
  std::optional<nssbridge::Certificate> first_root;  ///< one of these that the backup or the profile holds
  std::set<std::string> correspondents;  ///< addresses to which mail is encrypted to another certificate, or in another way, then
  bool operator==(const Consequences& other) const;
};

/// Reads only. NSS must not be initialised, and is not afterwards.
Consequences consequences_of(const std::filesystem::path& profile, const profiles::Backup& backup);

/// Undoing the last change needs no word: it takes away what that brought. Everything else does.
bool need_consent(const Consequences& consequences);

}  // namespace host::worker
