// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/native/folder_watch.hpp>
#include <host/native/output.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace host::native {

/// Sends `$/pending` for each watched profile whose pending selections changed, until it ends. It looks at
/// names and times of the records only; no profile is parsed here.
class PendingWatch {
 public:
  /// `output` must outlive this object.
  explicit PendingWatch(Output& output) : m_output(output) {}
  ~PendingWatch();
  PendingWatch(const PendingWatch&) = delete;

  /// Takes a profile in, to be watched from `begin` on; one that is watched already begins anew. `folder`:
  /// the profile's; `stamp`: what was seen there (pending_stamp) before the list was read that the client
  /// gets. Throws Error(too_many_requests).
  void add(const std::string& profile, const std::filesystem::path& folder, const std::string& stamp);
  /// The client has its list: what changed since it was read is told, and what changes.
  void begin(const std::string& profile);

 private:
  struct Watched {
    std::filesystem::path folder;
    std::string stamp;
    bool begun = false;
  };

  void run();
  void look();
  void watch_folders();
  void tell(const std::string& profile, Watched& watched);

  Output& m_output;
  std::mutex m_mutex;
  std::map<std::string, Watched> m_profiles;  ///< by id
  bool m_stopped = false;
  /// Both from the first profile on.
  std::unique_ptr<FolderWatch> m_folders;
  std::thread m_thread;
};

}  // namespace host::native
