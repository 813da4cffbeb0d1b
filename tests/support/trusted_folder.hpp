// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <sys/stat.h>
#include <unistd.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace tests {

/// A folder, removed at the end, whose path nobody but root and this user can change: /tmp is not such a
/// place. Without one (a home that others can write to) `path` is empty.
class TrustedFolder {
 public:
  TrustedFolder() {
    const char* home = std::getenv("HOME");
    const std::string base = ::geteuid() == 0 ? "/var/lib" : home != nullptr ? home : "";
    ::umask(022);  // some systems give a group the right to write by default
    std::string name = base + "/certferry-test-XXXXXX";
    if (::mkdtemp(name.data()) != nullptr) m_path = name;
  }
  ~TrustedFolder() {
    std::error_code ignored;
    if (!m_path.empty()) std::filesystem::remove_all(m_path, ignored);
  }
  TrustedFolder(const TrustedFolder&) = delete;
  const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

inline void write_file(const std::filesystem::path& file, const std::string& text, mode_t mode = 0644) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  ::chmod(file.c_str(), mode);
}

}  // namespace tests
