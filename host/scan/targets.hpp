// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/scan/scan.hpp>

#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

namespace host::scan {

/// One profile to examine, and who does it.
struct Target {
  nlohmann::json params;          ///< of the search: {folder, application?, id?, name?, user?, isCopy}
  const front::Workers* workers;  ///< those of the profile's owner
};

/// What the search found. Holds the workers of other accounts.
struct Targets {
  std::vector<Target> list;
  std::vector<nlohmann::json> unreachable;  ///< {path, message, user?}
  std::vector<std::unique_ptr<front::Workers>> of_accounts;
};

/// Searches where the wishes say. What another account's process answers is believed only of that account's home: a folder
/// outside is told as unreachable. Throws what Workers::run throws of this user's own search.
Targets find_targets(const front::Workers& workers, const Wishes& wishes);

}  // namespace host::scan
