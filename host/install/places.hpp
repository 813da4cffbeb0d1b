// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace host::install {

enum class Scope { user, system };

/// A file below a folder that was there before us. What lies between is made and walked without following a
/// link.
struct Spot {
  std::filesystem::path base;        ///< absolute; may be reached through links
  std::vector<std::string> folders;  ///< below it
  std::string file;                  ///< empty: the last folder itself

  std::filesystem::path path() const;
};

/// Where a browser looks for our manifest.
struct ManifestPlace {
  Scope scope;
  bool firefox, thunderbird;  ///< who looks there
  Spot spot;
};

/// In the order in which browsers look; the first manifest without a fault counts. `root` is "/" but in
/// tests.
std::vector<ManifestPlace> manifest_places(const std::filesystem::path& home,
                                           const std::filesystem::path& root);

/// Where `install --user` puts the programs.
Spot program_folder(const std::filesystem::path& home);

/// certferry.json of the administrator.
Spot administrator_configuration(const std::filesystem::path& root);
/// certferry.json of the person: in $XDG_CONFIG_HOME (`configuration`, if it is absolute), else below `home`.
Spot personal_configuration(const std::filesystem::path& home, const std::filesystem::path& configuration);

}  // namespace host::install
