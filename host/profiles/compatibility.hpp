// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/profile.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace host::profiles {

/// What compatibility.ini of a profile says about the application that ran in it last. It lies in the
/// profile, so nothing is ever loaded or started from the folder that it names; it may be looked at.
struct Compatibility {
  std::optional<std::string> version;  ///< "153.7.0"
  std::filesystem::path program;       ///< the installation's folder; empty if unknown
  std::optional<Application> application;
};

Compatibility read_compatibility(const std::filesystem::path& profile);

/// From compatibility.ini, else from what prefs.js speaks of.
Application application_of(const std::filesystem::path& profile);

}  // namespace host::profiles
