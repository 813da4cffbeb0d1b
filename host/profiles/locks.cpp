// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/locks.hpp>

#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <utility>

namespace host::profiles {

using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;

namespace {

struct flock whole_file(short type) {
  struct flock lock{};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;  // start and length 0: all of it, as nsProfileLock asks for
  return lock;
}

int open_application_lock(const fs::path& profile) {
  // Mozilla makes the file with mode 0666 and the umask.
  const int descriptor =
      ::open((profile / ".parentlock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644);
  if (descriptor < 0)
    throw Error(Kind::permission_denied, "The profile's lock file cannot be opened. Check that the profile folder is yours "
                                         "and writable.");
  return descriptor;
}

}  // namespace

fs::path own_folder(const fs::path& profile) {
  const auto folder = profile / "certferry";
  struct stat info{};
  const bool made = ::mkdir(folder.c_str(), 0700) == 0;
  if (!made && errno != EEXIST)
    throw Error(Kind::permission_denied, "No folder for backups can be made in the profile. Check that the profile folder is "
                                         "yours and writable, and the disk not full.");
  if (::lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != ::geteuid() ||
      (info.st_mode & 077) != 0)
    throw Error(Kind::permission_denied, "The folder \"certferry\" in the profile is a link, belongs to somebody else, or is open "
                                         "to others. Rename it, then try again.");
  return folder;
}

WriteLock::WriteLock(const fs::path& profile, std::chrono::milliseconds patience, const std::function<void()>& waiting) {
  const auto file = own_folder(profile) / "lock";
  m_descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  if (m_descriptor < 0)
    throw Error(Kind::permission_denied, "The lock file of Certferry in the profile cannot be opened. Remove it, then try again.");
  const auto deadline = std::chrono::steady_clock::now() + patience;
  // flock, not fcntl: it belongs to the descriptor, so nothing else in the process can drop it.
  while (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (std::chrono::steady_clock::now() >= deadline) {
      ::close(std::exchange(m_descriptor, -1));
      throw Error(Kind::profile_busy, "Another run of Certferry is writing to this profile. Wait until it has finished, then "
                                      "try again.")
          .retriable();
    }
    if (waiting) waiting();
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

WriteLock::~WriteLock() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

WriteLock::WriteLock(WriteLock&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

std::optional<ApplicationLock> ApplicationLock::try_take(const fs::path& profile) {
  const int descriptor = open_application_lock(profile);
  auto lock = whole_file(F_WRLCK);
  if (::fcntl(descriptor, F_SETLK, &lock) == 0) return ApplicationLock(descriptor);
  ::close(descriptor);
  return std::nullopt;
}

ApplicationLock ApplicationLock::wait_for(const fs::path& profile) {
  const int descriptor = open_application_lock(profile);
  auto lock = whole_file(F_WRLCK);
  while (::fcntl(descriptor, F_SETLKW, &lock) != 0) {
    if (errno == EINTR) continue;
    ::close(descriptor);
    throw Error(Kind::io_failure, "The profile's lock cannot be taken on this file system.");
  }
  return ApplicationLock(descriptor);
}

ApplicationLock::~ApplicationLock() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

ApplicationLock::ApplicationLock(ApplicationLock&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

}  // namespace host::profiles
