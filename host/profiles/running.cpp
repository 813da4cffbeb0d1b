// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/profile.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace host::profiles {
namespace {

/// The process that holds the write lock on `.parentlock`; nothing if none does.
std::optional<pid_t> lock_holder(const std::filesystem::path& profile) {
  const int descriptor =
      ::open((profile / ".parentlock").c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  struct flock lock {};
  lock.l_type = F_RDLCK;
  lock.l_whence = SEEK_SET;
  const bool asked = ::fcntl(descriptor, F_GETLK, &lock) == 0;
  ::close(descriptor);
  if (!asked || lock.l_type == F_UNLCK) return std::nullopt;
  return lock.l_pid;
}

/// The parent of a process; nothing where /proc hides it.
std::optional<pid_t> parent_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::stringstream text;
  text << file.rdbuf();
  // "PID (name) state parent …": the name may hold spaces and parentheses.
  const auto after_name = text.str().rfind(')');
  if (after_name == std::string::npos) return std::nullopt;
  std::istringstream rest(text.str().substr(after_name + 1));
  char state = 0;
  pid_t parent = 0;
  if (!(rest >> state >> parent)) return std::nullopt;
  return parent;
}

}  // namespace

bool running(const std::filesystem::path& profile) {
  return lock_holder(profile).has_value();
}

std::vector<int> ancestry(int pid) {
  std::vector<int> processes;
  for (std::optional<pid_t> process = pid; process && *process > 1; process = parent_of(*process)) processes.push_back(*process);
  return processes;
}

std::optional<bool> is_caller(const std::filesystem::path& profile, int pid) {
  const auto holder = lock_holder(profile);
  if (!holder) return false;
  if (*holder <= 0) return std::nullopt;  // held from another process namespace
  std::optional<pid_t> process = pid;
  for (; process && *process > 1; process = parent_of(*process))
    if (*process == *holder) return true;
  if (!process) return std::nullopt;
  return false;
}

}  // namespace host::profiles
