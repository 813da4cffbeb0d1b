// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/locks.hpp>
#include <host/selection/choose.hpp>

#include <string>
#include <vector>

namespace host::selection {

/// What became of the selections that waited.
struct PendingReport {
  std::vector<std::string> applied;  ///< identity keys
  std::vector<Dropped> dropped;
};

/// Checks each pending selection anew (identity and address, what stands there, certificate, key, chain), writes what
/// still holds into prefs.js, remembers what was dropped, and removes them all. Caller holds the WriteLock and, as `lock` shows, the application's.
PendingReport apply_pending(const profiles::Profile& profile, const store::Contents& contents,
                            const nssbridge::Verifier& verifier, const profiles::ApplicationLock& lock);

/// The same for a command that is about to write, where something waits and the application is closed; else nothing
/// happens. Caller holds the WriteLock.
PendingReport apply_pending_if_closed(const profiles::Profile& profile, const store::Contents& contents,
                                      const nssbridge::Verifier& verifier);

}  // namespace host::selection
