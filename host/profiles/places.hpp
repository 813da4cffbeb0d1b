// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/profile.hpp>

#include <filesystem>
#include <vector>

namespace host::profiles {

/// A folder in which an application keeps its profiles.ini.
struct Place {
  Application application;
  Packaging packaging;
  std::filesystem::path folder;
};

/// Every place that Firefox and Thunderbird use on this system for the person at home in `home`,
/// `configuration` being $XDG_CONFIG_HOME or its default. Absent folders are in the list too. Of several
/// places of one packaging, the application starts with the first that it finds.
std::vector<Place> places(const std::filesystem::path& home, const std::filesystem::path& configuration);

/// The same for the effective user, by $HOME and $XDG_CONFIG_HOME.
std::vector<Place> places_of_this_user();

/// $HOME, else what the system says of the effective user.
std::filesystem::path home_folder();

}  // namespace host::profiles
