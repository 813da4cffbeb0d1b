// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/profile.hpp>
#include <host/selection/choose.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace host::selection {

/// One identity's change on its way into prefs.js.
struct Change {
  Identity before;  ///< what stood there when it was decided
  Wanted wanted;
  std::string signing_fingerprint, encryption_fingerprint;  ///< of what is wanted; empty: none
  bool signing_on_token = false, encryption_on_token = false;  ///< what is wanted is on a token
};

struct Applied {
  Outcome outcome = Outcome::none;  ///< selected, pending or failed
  std::optional<nssbridge::Error> error;
};

/// Writes the changes into prefs.js if the application is closed, else keeps each as pending, on top of what waits for its
/// identity already, and starts the waiter.
/// A change of a preference that another file decides fails, naming the file. Caller holds the WriteLock.
/// `start_waiter` is called if nobody waits for the end of the application yet.
std::vector<Applied> apply(const profiles::Profile& profile, const std::vector<Change>& changes,
                           const std::function<void(const std::filesystem::path& profile)>& start_waiter);

/// The file other than prefs.js that decides a preference which `wanted` sets for identity `id`, so that a change would not hold;
/// nothing where none does.
std::optional<std::filesystem::path> decided_elsewhere(const std::filesystem::path& profile, const std::string& id,
                                                       const Wanted& wanted);

/// True if `wanted` differs from what `identity` holds.
bool changes_anything(const Identity& identity, const Wanted& wanted);

}  // namespace host::selection
