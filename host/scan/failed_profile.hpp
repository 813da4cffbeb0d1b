// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

namespace host::scan {

/// A profile whose worker gave no result, in the shape of the others: what went wrong is a finding.
/// `target`: {folder, application?, id?, name?, user?} as the search for profiles gave it.
nlohmann::json failed_profile(const nlohmann::json& target, const nssbridge::Error& error);

}  // namespace host::scan
