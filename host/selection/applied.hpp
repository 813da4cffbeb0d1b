// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/profile.hpp>

#include <string>

namespace host::selection {

/// Takes a pending selection away because it was set live. That must be true, or the person's choice would be
/// lost: it is believed of the application itself (`said_by_application`), and of anybody where prefs.js
/// already says the same. `identity`: Thunderbird's key or an address. Caller holds the WriteLock. Throws
/// Error: identity_not_found, ambiguous; invalid_request if nothing waits for it or it does not stand yet.
void take_as_applied(const profiles::Profile& profile, const std::string& identity, bool said_by_application);

}  // namespace host::selection
