// SPDX-License-Identifier: MPL-2.0
#include <host/selection/waiter_lock.hpp>

#include <host/profiles/locks.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace host::selection {
namespace {

constexpr const char* name = "waiter.lock";
constexpr int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;

}  // namespace

std::optional<WaiterLock> WaiterLock::try_take(const std::filesystem::path& profile) {
  WaiterLock lock(::open((profiles::own_folder(profile) / name).c_str(), flags | O_CREAT, 0600));
  if (lock.m_descriptor < 0 || ::flock(lock.m_descriptor, LOCK_EX | LOCK_NB) != 0) return std::nullopt;
  return lock;
}

bool WaiterLock::somebody_waits(const std::filesystem::path& profile) {
  const WaiterLock lock(::open((profile / "certferry" / name).c_str(), flags));
  return lock.m_descriptor >= 0 && ::flock(lock.m_descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

WaiterLock::~WaiterLock() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

WaiterLock::WaiterLock(WaiterLock&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

}  // namespace host::selection
