// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <support/temporary_folder.hpp>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace tests {

/// A throw-away home that `discover` sees.
struct Home {
  TemporaryFolder folder;
  Home() {
    ::setenv("HOME", folder.path().c_str(), 1);
    ::unsetenv("XDG_CONFIG_HOME");
  }
  std::filesystem::path profile(const std::string& place, const std::string& name) const {
    const auto path = folder.path() / place / name;
    std::filesystem::create_directories(path);
    write_file(path / "times.json", "{}");
    return path;
  }
  void ini(const std::string& place, const std::string& bytes, const char* file = "profiles.ini") const {
    write_file(folder.path() / place / file, bytes);
  }
};

}  // namespace tests
