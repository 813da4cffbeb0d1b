// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <sys/types.h>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace host::front {

/// A program that was started with nothing of ours but what it is given. Its standard error is kept, and it
/// has one end of a socket pair. When this object ends, the program has ended and was reaped.
class ChildProcess {
 public:
  enum class Role {
    /// The socket is descriptor 3; standard input and output are empty. In a process group of its own, so
    /// that
    /// the terminal's Ctrl-C reaches only the front.
    worker,
    /// The socket is standard input and output. In a process group of its own, which ends with it.
    dialog,
    /// The same in our process group: only the one in the foreground may read from the terminal.
    terminal_dialog,
  };
  /// Throws Error(internal) if the program cannot be started.
  ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
               const std::vector<std::string>& environment, Role role = Role::worker);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;

  /// Our end of the socket pair; the caller closes it.
  int take_socket();
  void terminate() const;
  /// Waits for the end, after `patience` with SIGKILL. Returns the exit status, 128 + signal if one ended it.
  int wait(std::chrono::milliseconds patience);
  /// What it wrote to its standard error, at most 64 KiB. Only after `wait`.
  std::string error_output() const;

 private:
  void start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
             const std::vector<std::string>& environment, int socket);
  void close_descriptors();
  void kill() const;

  Role m_role;
  pid_t m_process = -1;
  int m_status = 0;
  int m_socket = -1;
  int m_errors = -1;
};

}  // namespace host::front
