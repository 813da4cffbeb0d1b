// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace host::native {

/// Tells when something in some folders may have changed: too often rather than too seldom. Where the system
/// does not tell, or no more of its watches are to be had, a wait ends after a while by itself.
class FolderWatch {
 public:
  struct Folder {
    std::filesystem::path path;
    std::string only;  ///< the one name in there that counts; empty: all
    bool operator==(const Folder&) const = default;
  };

  FolderWatch();
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;

  /// Watches these and no others. Those that are not there, or are links, are left out.
  void watch(const std::vector<Folder>& folders);
  /// Returns when something changed, when `wake` was called, or after `longest`.
  void wait(std::chrono::milliseconds longest);
  /// From any thread.
  void wake() const;
  /// Forgets what has changed so far.
  void drain();

 private:
  bool take_changes();

  int m_changes;  ///< -1: the system does not tell
  int m_wake;
  bool m_complete = false;            ///< everything to be watched is
  std::map<int, std::string> m_only;  ///< by the system's number of a watch
};

}  // namespace host::native
