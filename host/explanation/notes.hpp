// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/explanation/neighbours.hpp>

namespace host::explanation {

/// What no identity's own state shows: that a primary password guards the keys, and where they are besides; that a
/// profile could not be looked into; that roots of the system do not count.
std::vector<nssbridge::Fix> notes_on(const Store& target, const std::list<Store>& neighbours,
                                     const std::vector<Unread>& unread);

}  // namespace host::explanation
