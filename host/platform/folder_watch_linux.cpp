// SPDX-License-Identifier: MPL-2.0
#include <host/native/folder_watch.hpp>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace host::native {
namespace {

constexpr std::uint32_t changes = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE |
                                  IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW;
/// How often to look where the system does not tell.
constexpr std::chrono::milliseconds look_anyway{1000};

}  // namespace

FolderWatch::FolderWatch()
    : m_changes(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)),
      m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

FolderWatch::~FolderWatch() {
  if (m_changes >= 0) ::close(m_changes);
  if (m_wake >= 0) ::close(m_wake);
}

void FolderWatch::watch(const std::vector<Folder>& folders) {
  std::map<int, std::string> wanted;
  m_complete = m_changes >= 0 && m_wake >= 0;
  for (const auto& folder : folders) {
    // A folder that is watched already keeps its number.
    const int number = ::inotify_add_watch(m_changes, folder.path.c_str(), changes);
    if (number < 0)
      m_complete = false;
    else
      wanted[number] = folder.only;
  }
  for (const auto& [number, only] : m_only)
    if (!wanted.contains(number)) ::inotify_rm_watch(m_changes, number);
  m_only = std::move(wanted);
}

void FolderWatch::wait(std::chrono::milliseconds longest) {
  if (!m_complete) longest = std::min(longest, look_anyway);
  const auto end = std::chrono::steady_clock::now() + longest;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    std::array<pollfd, 2> both{{{m_wake, POLLIN, 0}, {m_changes, POLLIN, 0}}};
    ::poll(both.data(), both.size(), static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    std::uint64_t count = 0;
    const bool woken = ::read(m_wake, &count, sizeof count) == static_cast<ssize_t>(sizeof count);
    if (take_changes() || woken || std::chrono::steady_clock::now() >= end) return;
  }
}

void FolderWatch::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(m_wake, &one, sizeof one);
}

void FolderWatch::drain() {
  take_changes();
}

/// True if one of them counts.
bool FolderWatch::take_changes() {
  alignas(inotify_event) std::array<char, 4096> buffer;
  bool any = false;
  for (;;) {
    const ssize_t length = ::read(m_changes, buffer.data(), buffer.size());
    if (length <= 0) return any;
    for (ssize_t at = 0; at < length;) {
      inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const char* name = event.len > 0 ? buffer.data() + at + sizeof event : "";
      const auto watched = m_only.find(event.wd);
      const bool ignored =
          watched != m_only.end() && *name != '\0' && !watched->second.empty() && watched->second != name;
      any = any || !ignored;
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
  }
}

}  // namespace host::native
