// SPDX-License-Identifier: MPL-2.0
#include "plain_file.hpp"

#include <nssbridge/database_files.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace nssbridge::files {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void throw_not_copied() {
  throw Error(Kind::io_failure, "A copy of the profile's databases could not be written. Check that the disk is not full and "
                                "the profile folder writable, then try again.");
}

[[noreturn]] void throw_not_opened(const std::string& name, int error) {
  if (error == EACCES || error == EPERM)
    throw Error(Kind::permission_denied, "The profile's " + name + " cannot be read with your rights. Run the command as the "
                                         "user whose profile it is.");
  if (error == ELOOP)
    throw Error(Kind::profile_unreadable, "The profile's " + name + " is a link, which is not followed. Put the file itself "
                                          "into the profile folder.");
  if (error == ENXIO)  // a socket
    throw Error(Kind::profile_unreadable, "The profile's " + name + " is not an ordinary file. Put it right from a backup.");
  throw Error(Kind::io_failure, "The profile's " + name + " cannot be opened. Check the disk, then try again.");
}

}  // namespace

Descriptor open_regular(const fs::path& file) {
  const auto name = file.filename().string();
  Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!descriptor.is_open()) {
    if (errno == ENOENT || errno == ENOTDIR) return descriptor;
    throw_not_opened(name, errno);
  }
  struct stat info{};
  if (::fstat(descriptor.number(), &info) != 0) throw_not_opened(name, errno);
  if (!S_ISREG(info.st_mode))
    throw Error(Kind::profile_unreadable, "The profile's " + name + " is not an ordinary file. Put it right from a backup.");
  return descriptor;
}

Trace trace_of(const fs::path& file) {
  struct stat info{};
  if (::lstat(file.c_str(), &info) != 0) return {};
  return {true, info.st_dev, info.st_ino, info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
}

bool copy_bytes(const fs::path& from, const fs::path& to, unsigned mode) {
  const auto source = open_regular(from);
  if (!source.is_open()) return false;
  const Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!target.is_open()) throw_not_copied();
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t count = ::read(source.number(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_not_opened(from.filename().string(), EIO);
    if (count == 0) break;
    if (!write_all(target, {buffer.data(), static_cast<std::size_t>(count)})) throw_not_copied();
  }
  // Whatever the umask is: the file that this one replaces had this mode.
  if (::fchmod(target.number(), mode & 0777) != 0) throw_not_copied();
  return true;
}

void sync_files(const std::vector<fs::path>& files) {
  std::vector<Descriptor> opened;
  for (const auto& file : files) {
    opened.emplace_back(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened.back().is_open()) throw_not_copied();
    // Starts the writing without waiting for it, so that all of them share one wait.
    ::posix_fadvise(opened.back().number(), 0, 0, POSIX_FADV_DONTNEED);
  }
  for (const auto& file : opened)
    if (::fsync(file.number()) != 0) throw_not_copied();
}

void sync_folder(const fs::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.is_open() || ::fsync(descriptor.number()) != 0) throw_not_copied();
}

}  // namespace nssbridge::files
