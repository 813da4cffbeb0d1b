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
  struct Dropped {
    std::string identity, reason;
  };
  std::vector<Dropped> dropped;
};

/// Checks each pending selection anew (identity and address, what stands there, certificate, key, chain), writes what
/// still holds into prefs.js and removes them all. Caller holds the WriteLock and, as `lock` shows, the application's.
PendingReport apply_pending(const profiles::Profile& profile, const store::Contents& contents,
                            const nssbridge::Verifier& verifier, const profiles::ApplicationLock& lock);

}  // namespace host::selection
