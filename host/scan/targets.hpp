// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/scan/scan.hpp>

#include <nlohmann/json.hpp>
#include <vector>

namespace host::scan {

/// One profile to examine, and who does it.
struct Target {
  nlohmann::json params;          ///< of the search: {folder, application?, id?, name?, user?, isCopy}
  const front::Workers* workers;  ///< those of the profile's owner
};

/// What the search found.
struct Targets {
  std::vector<Target> list;
  std::vector<nlohmann::json> unreachable;  ///< {path, message, user?}
};

/// Searches where the wishes say. Throws what Workers::run throws of this user's own search.
Targets find_targets(const front::Workers& workers, const Wishes& wishes);

}  // namespace host::scan
