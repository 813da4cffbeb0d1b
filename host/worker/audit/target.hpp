// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/audit/known_keys.hpp>
#include <host/profiles/profile.hpp>
#include <host/session/session.hpp>

#include <optional>
#include <string>

namespace host::worker::audit {

/// The profile that one worker examines, and how, as the front that started it says.
struct Target {
  profiles::Profile profile;
  std::string user;             ///< whose it is, shown; may be empty
  bool is_copy = false;         ///< collected from elsewhere: nothing is said of running, modes and owners, nothing logs in
  nssbridge::Time at = 0;       ///< the moment to judge at
  unsigned expiring_days = 30;
  bool with_correspondents = false;
  bool public_keys = false;     ///< tell the moduli of all certificates, to be compared with those of other profiles
  std::optional<host::audit::KnownKeys> known_keys = {};  ///< those that others know; nothing: no list
  bool may_ask = false;         ///< for the primary password
};

/// Throws Error(invalid_request) for what no front asks, Error(profile_not_found) where there is no such folder.
Target target_of(const session::Session& session);

/// The folder alone, for those who confine this process before anything in it is looked at.
std::filesystem::path folder_of(const session::Session& session);

}  // namespace host::worker::audit
