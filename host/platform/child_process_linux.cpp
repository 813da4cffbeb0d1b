// SPDX-License-Identifier: MPL-2.0
#include <host/front/child_process.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <utility>

namespace host::front {
namespace {

using nssbridge::Error;
using nssbridge::Kind;

constexpr int worker_socket = 3;

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

/// What happens between fork and exec.
class SpawnPlan {
 public:
  SpawnPlan() {
    posix_spawn_file_actions_init(&m_actions);
    posix_spawnattr_init(&m_attributes);
  }
  ~SpawnPlan() {
    posix_spawnattr_destroy(&m_attributes);
    posix_spawn_file_actions_destroy(&m_actions);
  }
  SpawnPlan(const SpawnPlan&) = delete;

  /// Both descriptors are above 3 here, so that no step of the plan overwrites what a later one needs.
  void pass_to_worker(int socket, int errors) {
    posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&m_actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&m_actions, errors, STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&m_actions, socket, worker_socket);
    posix_spawn_file_actions_addclosefrom_np(&m_actions, worker_socket + 1);
  }

  void pass_to_dialog(int socket, int errors) {
    posix_spawn_file_actions_adddup2(&m_actions, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&m_actions, socket, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&m_actions, errors, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&m_actions, STDERR_FILENO + 1);
  }

  /// Default signal handling, nothing blocked.
  void reset_process_state(bool own_group) {
    sigset_t defaults;
    sigset_t none;
    sigemptyset(&none);
    sigfillset(&defaults);
    sigdelset(&defaults, SIGKILL);
    sigdelset(&defaults, SIGSTOP);
    posix_spawnattr_setsigdefault(&m_attributes, &defaults);
    posix_spawnattr_setsigmask(&m_attributes, &none);
    posix_spawnattr_setpgroup(&m_attributes, 0);
    const int group = own_group ? POSIX_SPAWN_SETPGROUP : 0;
    posix_spawnattr_setflags(&m_attributes,
                             static_cast<short>(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | group));
  }

  int run(pid_t& process, const char* program, char* const* arguments, char* const* environment) {
    return ::posix_spawn(&process, program, &m_actions, &m_attributes, arguments, environment);
  }

 private:
  posix_spawn_file_actions_t m_actions{};
  posix_spawnattr_t m_attributes{};
};

/// The same descriptor with a number above those that a child gets at fixed places.
int above_fixed_places(int descriptor) {
  if (descriptor < 0 || descriptor > worker_socket) return descriptor;
  const int moved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, worker_socket + 1);
  ::close(descriptor);
  return moved;
}

/// False when `patience` is over and the process that `watch` stands for still runs.
bool ends_within(int watch, std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd ended{watch, POLLIN, 0};
    const int ready = ::poll(&ended, 1, static_cast<int>(std::max(left.count(), std::int64_t{0})));
    if (ready >= 0 || errno != EINTR) return ready > 0;
  }
}

[[noreturn]] void no_descriptors() {
  throw Error(Kind::io_failure, "No file descriptor is left. Close other programs and try again.");
}

}  // namespace

ChildProcess::ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment, Role role)
    : m_role(role) {
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) no_descriptors();
  m_socket = above_fixed_places(ends[0]);
  const int theirs = above_fixed_places(ends[1]);
  m_errors = above_fixed_places(::memfd_create("child-errors", MFD_CLOEXEC));
  try {
    if (m_socket < 0 || theirs < 0 || m_errors < 0) no_descriptors();
    start(program, arguments, environment, theirs);
  } catch (...) {
    ::close(theirs);
    close_descriptors();
    throw;
  }
  ::close(theirs);
}

void ChildProcess::start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                         const std::vector<std::string>& environment, int socket) {
  std::vector<std::string> all{program.string()};
  all.insert(all.end(), arguments.begin(), arguments.end());
  SpawnPlan plan;
  if (m_role == Role::worker)
    plan.pass_to_worker(socket, m_errors);
  else
    plan.pass_to_dialog(socket, m_errors);
  plan.reset_process_state(m_role != Role::terminal_dialog);
  if (plan.run(m_process, program.c_str(), pointers(all).data(), pointers(environment).data()) != 0) {
    m_process = -1;
    throw Error(Kind::internal,
                m_role == Role::worker
                    ? "The program certferry-worker cannot be started. Install Certferry again."
                    : "The program for dialogs cannot be started.");
  }
}

ChildProcess::~ChildProcess() {
  if (m_process > 0) {
    kill();
    wait(std::chrono::milliseconds::zero());
  }
  close_descriptors();
}

/// The program that was started for a dialog may be a script that waits for the real one.
void ChildProcess::kill() const {
  ::kill(m_role == Role::dialog ? -m_process : m_process, SIGKILL);
}

int ChildProcess::take_socket() {
  return std::exchange(m_socket, -1);
}

void ChildProcess::terminate() const {
  if (m_process > 0) ::kill(m_process, SIGTERM);
}

int ChildProcess::wait(std::chrono::milliseconds patience) {
  if (m_process <= 0) return m_status;
  const auto watch = static_cast<int>(::syscall(SYS_pidfd_open, m_process, 0));
  if (watch >= 0) {
    if (!ends_within(watch, patience)) kill();
    ::close(watch);
  }
  int status = 0;
  while (::waitpid(m_process, &status, 0) < 0 && errno == EINTR) {
  }
  m_process = -1;
  m_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return m_status;
}

std::string ChildProcess::error_output() const {
  constexpr std::size_t most = 64UL * 1024;
  std::string text(most, '\0');
  const ssize_t got = ::pread(m_errors, text.data(), text.size(), 0);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

void ChildProcess::close_descriptors() {
  for (int* descriptor : {&m_socket, &m_errors})
    if (*descriptor >= 0) ::close(std::exchange(*descriptor, -1));
}

}  // namespace host::front
