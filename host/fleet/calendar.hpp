// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/fleet/letter_texts.hpp>

#include <string>

namespace host::fleet {

/// A calendar (RFC 5545) with one entry: the day to renew, two weeks before the first end or, if that is over, the day of `at`, with a
/// reminder. Its UID is the same in every merge that foresees the same end for the same address.
std::string renewal_calendar(const Forecast& forecast, Language language, nssbridge::Time at);

}  // namespace host::fleet
