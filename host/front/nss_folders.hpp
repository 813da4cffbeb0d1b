// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/configuration.hpp>

#include <sys/types.h>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host::front {

/// Whose NSS it is. The order says who is preferred where versions are equal.
enum class Origin { thunderbird, firefox, configured, system };
std::string_view name_of(Origin origin);

/// A place where NSS libraries may lie.
struct NssPlace {
  std::filesystem::path folder;
  Origin origin;
};

/// The fixed list of places on this system, and the configured ones. Nothing in it comes from a profile.
std::vector<NssPlace> nss_places(const Configuration& configuration, const std::filesystem::path& home);

/// A complete set of NSS libraries that nobody else can change.
struct NssFolder {
  std::filesystem::path folder;  ///< without links
  Origin origin;
  std::array<int, 4> version{};
  std::string version_text;  ///< "3.125.1"
  /// How a worker names it: the path, or "system".
  std::string name() const { return origin == Origin::system ? "system" : folder.string(); }
  /// What the loader is told: the system's own libraries need nothing.
  std::filesystem::path search_path() const {
    return origin == Origin::system ? std::filesystem::path() : folder;
  }
};

/// Those of `places` that rule L1 lets `user` load, newest first, each real folder once.
std::vector<NssFolder> usable_nss_folders(const std::vector<NssPlace>& places, uid_t user);

/// Why a folder in which NSS lies is not used.
enum class NssRefusal { changeable, incomplete, no_version };

struct RefusedNss {
  NssPlace place;
  NssRefusal reason;
};

/// Those of `places` where there is an NSS that is not used.
std::vector<RefusedNss> refused_nss_folders(const std::vector<NssPlace>& places, uid_t user);

/// The version that a libnss3 says it has, found in the file without loading it.
std::optional<std::string> nss_version_in(const std::filesystem::path& library);

}  // namespace host::front
