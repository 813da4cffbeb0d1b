// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/audit/known_keys.hpp>
#include <host/front/worker_process.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

/// An audit of many profiles: one worker process examines each, as many at once as there are processors.
namespace host::scan {

/// What to look at, and how.
struct Wishes {
  bool own = false;                               ///< every profile of this user
  std::vector<std::string> profiles = {};         ///< ids, and on the command line folders
  std::vector<std::filesystem::path> roots = {};  ///< trees of copies; absolute
  std::vector<front::Account> accounts = {};      ///< everything in the homes of these, as root; each as its owner
  nssbridge::Time at = 0;                         ///< the moment to judge at
  unsigned expiring_days = 30;
  bool with_correspondents = false;
  bool shared_primes = false;                     ///< compare the keys of all certificates, not only private ones
  std::optional<audit::KnownKeys> compromised = {};  ///< keys that others know; nothing: no list
  bool with_password = false;                     ///< the person gives primary passwords; one profile after the other then
  bool command_line = false;                      ///< folders may be named
  std::string user = {};                          ///< whose own profiles are, shown
  std::size_t most_processes = 16;                ///< never more than there are processors
};

/// Who is told while the scan goes on, in the thread that runs it.
struct Listener {
  /// One profile of a result of audit.run, in the order in which they were found.
  std::function<void(const nlohmann::json& profile)> profile;
  std::function<void(std::size_t done, std::size_t total)> progress;
};

/// What is known at the end only.
struct Outcome {
  /// Profiles again, with `findings` about more than one of them and no certificates.
  std::vector<nlohmann::json> across;
  /// {path, message}: what could not be looked at.
  std::vector<nlohmann::json> unreachable;
};

/// A profile that cannot be read costs itself only and is a finding. Memory does not grow with the number of profiles but
/// by the names of their private keys, and at the end by the different moduli (numbers of a few hundred octets), which lie
/// in a file without a name till then. Throws Error(profile_not_found) for a
/// profile that was named, Error(cancelled), and what Workers::run throws where no worker can be started at all.
Outcome run(const front::Workers& workers, front::Interaction& person, const Wishes& wishes, const Listener& listener);

}  // namespace host::scan
