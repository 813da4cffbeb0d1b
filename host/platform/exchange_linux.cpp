// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/exchange.hpp>
#include <nssbridge/descriptor.hpp>
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

namespace host::doctor {
namespace {

using Clock = std::chrono::steady_clock;
using nssbridge::Descriptor;
using nssbridge::Error;
using nssbridge::Kind;

constexpr std::size_t most_output = 2UL << 20;
constexpr std::size_t most_errors = 64UL << 10;
constexpr std::chrono::milliseconds patience_at_end{2000};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

int milliseconds_until(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

/// A program in a process group of its own. It has ended and was reaped when this object ends.
class Child {
 public:
  Child(const std::filesystem::path& program, const std::vector<std::string>& arguments,
        const std::vector<std::string>& environment, int stream, int errors) {
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, stream, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, stream, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawn_file_actions_addchdir_np(&actions, program.parent_path().c_str());
    sigset_t none, defaults;
    sigemptyset(&none);
    sigfillset(&defaults);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    if (::posix_spawn(&m_process, program.c_str(), &actions, &attributes, pointers(words).data(),
                      pointers(environment).data()) != 0)
      m_process = -1;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
  }
  ~Child() { wait(std::chrono::milliseconds::zero()); }
  Child(const Child&) = delete;

  bool started() const { return m_process > 0; }
  int wait(std::chrono::milliseconds patience) {
    if (m_process <= 0) return m_status;
    const Descriptor watch(static_cast<int>(::syscall(SYS_pidfd_open, m_process, 0)));
    pollfd ended{watch.number(), POLLIN, 0};
    if (watch.number() < 0 || ::poll(&ended, 1, static_cast<int>(patience.count())) <= 0)
      ::kill(-m_process, SIGKILL);
    int status = 0;
    while (::waitpid(m_process, &status, 0) < 0 && errno == EINTR) {
    }
    m_process = -1;
    m_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return m_status;
  }

 private:
  pid_t m_process = -1;
  int m_status = -1;
};

/// The same descriptor with a number that no step of starting a program overwrites.
int above_standard_streams(int descriptor) {
  if (descriptor < 0 || descriptor > STDERR_FILENO) return descriptor;
  const int moved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  ::close(descriptor);
  return moved;
}

/// One step of the conversation. False when there is nothing more to come.
bool step(int stream, std::string& input, std::string& output, Clock::time_point deadline,
          const front::Cancellation& cancellation) {
  const short events = input.empty() ? POLLIN : POLLIN | POLLOUT;
  std::array<pollfd, 2> waits{{{stream, events, 0}, {cancellation.descriptor(), POLLIN, 0}}};
  const int ready = ::poll(waits.data(), waits.size(), milliseconds_until(deadline));
  if (ready < 0) return errno == EINTR;
  if (waits[1].revents != 0) throw Error(Kind::cancelled, "Cancelled.");
  if (ready == 0) return false;
  if ((waits[0].revents & POLLOUT) != 0) {
    const ssize_t sent = ::send(stream, input.data(), input.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) input.erase(0, static_cast<std::size_t>(sent));
    if (sent < 0 && errno != EAGAIN && errno != EINTR) input.clear();
  }
  if ((waits[0].revents & (POLLIN | POLLHUP | POLLERR)) == 0) return true;
  std::array<char, 16UL * 1024> piece;
  const ssize_t got = ::recv(stream, piece.data(), piece.size(), MSG_DONTWAIT);
  if (got > 0) output.append(piece.data(), static_cast<std::size_t>(got));
  if (got < 0) return errno == EAGAIN || errno == EINTR;
  return got != 0 && output.size() < most_output;
}

}  // namespace

Exchange exchange(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                  const std::vector<std::string>& environment, const std::string& input,
                  const std::function<bool(const std::string&)>& is_enough,
                  std::chrono::milliseconds patience, const front::Cancellation& cancellation) {
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw Error(Kind::io_failure, "No file descriptor is left. Close other programs and try again.");
  const Descriptor ours(ends[0]);
  Descriptor theirs(above_standard_streams(ends[1]));
  const Descriptor errors(above_standard_streams(::memfd_create("errors", MFD_CLOEXEC)));
  Exchange result;
  Child child(program, arguments, environment, theirs.number(), errors.number());
  theirs.close();
  result.started = child.started();
  if (!result.started) return result;
  const auto deadline = Clock::now() + patience;
  std::string rest = input;
  if (rest.empty()) ::shutdown(ours.number(), SHUT_WR);
  while (!result.complete && step(ours.number(), rest, result.output, deadline, cancellation))
    result.complete = is_enough && is_enough(result.output);
  ::shutdown(ours.number(), SHUT_WR);
  result.status =
      child.wait(is_enough ? patience_at_end : std::chrono::milliseconds(milliseconds_until(deadline)));
  if (!is_enough) result.complete = result.status < 128;
  result.errors.resize(most_errors);
  const ssize_t written = ::pread(errors.number(), result.errors.data(), most_errors, 0);
  result.errors.resize(written > 0 ? static_cast<std::size_t>(written) : 0);
  return result;
}

}  // namespace host::doctor
