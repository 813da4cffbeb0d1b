// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/file_facts.hpp>
#include <host/front/trusted_path.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>

namespace host::doctor {

FileFacts facts_of(const std::filesystem::path& path, uid_t user) {
  struct stat status {};
  FileFacts facts;
  if (::lstat(path.c_str(), &status) != 0) return facts;
  facts.exists = ::stat(path.c_str(), &status) == 0;
  facts.is_ordinary = facts.exists && S_ISREG(status.st_mode);
  // As root access() says yes to any program that somebody may start.
  facts.is_executable = facts.is_ordinary && ::access(path.c_str(), X_OK) == 0;
  const auto real = front::real_path(path);
  facts.is_changeable = facts.exists && (real.empty() || !front::is_kept_from_others(real, user));
  return facts;
}

std::optional<std::string> bytes_of(const std::filesystem::path& path, std::size_t most) {
  const int file = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::optional<std::string> bytes;
  struct stat status {};
  if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
      static_cast<std::size_t>(status.st_size) <= most) {
    // One byte more than allowed: files below /proc say that they are empty, others may grow meanwhile.
    bytes.emplace(most + 1, '\0');
    std::size_t done = 0;
    for (ssize_t got = 1; got != 0 && done < bytes->size();) {
      got = ::read(file, bytes->data() + done, bytes->size() - done);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) break;
      done += static_cast<std::size_t>(got);
    }
    bytes->resize(done);
    if (done > most) bytes.reset();
  }
  ::close(file);
  return bytes;
}

}  // namespace host::doctor
