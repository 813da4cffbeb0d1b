// SPDX-License-Identifier: MPL-2.0
#include <host/native/message.hpp>
#include <host/native/pending_watch.hpp>
#include <host/selection/pending_stamp.hpp>
#include <nssbridge/error.hpp>

#include <chrono>

namespace host::native {
namespace {

using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;

/// More profiles than anybody has.
constexpr std::size_t most_profiles = 16;
/// A move writes several records one after the other: that is one change.
constexpr std::chrono::milliseconds settling{30};
constexpr std::chrono::minutes looking_again{1};

/// The folders whose changes can change what waits: that of the records, or the one above it that is there
/// already.
void add_folders(const fs::path& profile, std::vector<FolderWatch::Folder>& folders) {
  const fs::path own = profile / "certferry", pending = own / "pending";
  std::error_code failed;
  if (!fs::is_directory(fs::symlink_status(own, failed))) {
    folders.push_back({profile, "certferry"});
    return;
  }
  folders.push_back({own, "pending"});
  if (fs::is_directory(fs::symlink_status(pending, failed))) folders.push_back({pending, {}});
}

}  // namespace

PendingWatch::~PendingWatch() {
  {
    const std::scoped_lock lock(m_mutex);
    m_stopped = true;
  }
  if (!m_thread.joinable()) return;
  m_folders->wake();
  m_thread.join();
}

void PendingWatch::add(const std::string& profile, const fs::path& folder, const std::string& stamp) {
  const std::scoped_lock lock(m_mutex);
  if (m_profiles.size() >= most_profiles && !m_profiles.contains(profile))
    throw Error(Kind::too_many_requests,
                "One connection watches 16 profiles at most. Ask without \"watch\" for this one.");
  m_profiles[profile] = {folder, stamp, false};
}

void PendingWatch::begin(const std::string& profile) {
  const std::scoped_lock lock(m_mutex);
  const auto found = m_profiles.find(profile);
  if (found == m_profiles.end()) return;
  found->second.begun = true;
  if (!m_thread.joinable()) {
    m_folders = std::make_unique<FolderWatch>();
    m_thread = std::thread([this] { run(); });
  }
  m_folders->wake();
}

void PendingWatch::run() {
  for (;;) {
    look();
    m_folders->wait(looking_again);
    {
      const std::scoped_lock lock(m_mutex);
      if (m_stopped) return;
    }
    std::this_thread::sleep_for(settling);
    m_folders->drain();
  }
}

/// First watched, then looked at, so that nothing comes between.
void PendingWatch::look() {
  const std::scoped_lock lock(m_mutex);
  watch_folders();
  for (auto& [profile, watched] : m_profiles)
    if (watched.begun) tell(profile, watched);
}

/// Once more where a folder came before the one above it was watched.
void PendingWatch::watch_folders() {
  constexpr int most_tries = 3;
  std::vector<FolderWatch::Folder> folders;
  for (int i = 0; i < most_tries; ++i) {
    std::vector<FolderWatch::Folder> there;
    for (const auto& [profile, watched] : m_profiles)
      if (watched.begun) add_folders(watched.folder, there);
    if (i > 0 && there == folders) return;
    folders = std::move(there);
    m_folders->watch(folders);
  }
}

void PendingWatch::tell(const std::string& profile, Watched& watched) {
  auto stamp = selection::pending_stamp(watched.folder / "certferry" / "pending");
  if (stamp == watched.stamp) return;
  watched.stamp = std::move(stamp);
  m_output.send(notification("$/pending", {{"profile", profile}}));
}

}  // namespace host::native
