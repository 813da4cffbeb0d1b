// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json.hpp>

namespace host::worker::audit {

/// What there is to examine, in the order in which it was asked for. `params`: `own` (all discovered profiles of this
/// user), `home` (say whether this user's home can be entered), `profiles` (ids, or paths as text), `roots` (folders, base64 of their paths).
/// {targets: [{folder, application?, id?, name?, user?, isCopy}], unreachable: [{path, message}]}.
nlohmann::json find_targets(const nlohmann::json& params);

}  // namespace host::worker::audit
