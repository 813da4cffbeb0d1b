// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/explanation/policy_roots.hpp>

namespace host::explanation {

/// What no identity's own state shows: that a primary password guards the keys, and where they are besides; that a
/// profile could not be looked into.
std::vector<nssbridge::Fix> notes_on(const Store& target, const std::list<Store>& neighbours,
                                     const std::vector<Unread>& unread);

/// Where a certificate lacks a trusted root: what an administrator's policy cannot do about it, or may.
std::vector<nssbridge::Fix> notes_on_roots(const PolicyRoots& policy, const profiles::Profile& target);

}  // namespace host::explanation
