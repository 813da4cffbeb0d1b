// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/correspondents/told.hpp>
#include <host/session/session.hpp>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace host::correspondents {

struct Wishes {
  migration::Wishes roots;                     ///< `trust_roots` and whether these were typed
  std::set<nssbridge::Fingerprint> changes;    ///< certificates that may take another one's place (rule C4)
  bool only_look = false;                      ///< say what would come of it; nobody is asked, nothing is written
};

struct Learned {
  Told told;
  std::optional<std::string> backup;  ///< its name; nothing if nothing was written
};

/// Learns from all files, to their end, into a profile: certificates, their chains and how people encrypt, as Thunderbird would keep them once it had
/// shown the messages. Errors before the first write leave the profile untouched; afterwards each lesson carries its own outcome.
/// `use` sees what the lessons point into while it lives, and NSS.
/// Throws Error(profile_unreadable) for a profile without databases.
void learn(session::Session& session, const profiles::Profile& profile, const NextPiece& next, const Wishes& wishes,
           const std::function<void(const Learned&)>& use);

}  // namespace host::correspondents
