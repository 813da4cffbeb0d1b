// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <exception>

namespace tests {

/// What `act` returns, 0 to 100, run in a child process; 128 + signal if one ended it, 101 for an exception.
/// For what cannot be taken back in a process.
template <typename Act>
int in_child(const Act& act) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      ::_exit(act());
    } catch (const std::exception&) {
      ::_exit(101);
    }
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// 0, or why a system call failed.
inline int error_of(long result) {
  return result >= 0 ? 0 : errno;
}

}  // namespace tests
