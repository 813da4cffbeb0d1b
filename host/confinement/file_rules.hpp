// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <vector>

namespace host::confinement {

/// What a process may still open: folders with everything below them, or single files. Links are followed
/// once, when the rules are made; what is not there is left out.
struct FileRules {
  std::vector<std::filesystem::path> readable;
  std::vector<std::filesystem::path> writable;  ///< these can be read, too
};

/// From now on this process and its children open, make, move and remove nothing but what the rules allow,
/// start no program, and, as far as the kernel goes, reach no TCP port and no process or abstract socket
/// outside. Several calls add up: what one of them forbids stays forbidden. False if the kernel offers no
/// such thing; then nothing changed. Throws Error(internal) if it should have worked and did not. The process
/// must have given up new privileges, or be root.
bool restrict_files(const FileRules& rules);

/// Where programs, libraries and their settings lie, and the devices and facts of this process that NSS looks
/// at.
std::vector<std::filesystem::path> system_places();

}  // namespace host::confinement
