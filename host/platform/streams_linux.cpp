// SPDX-License-Identifier: MPL-2.0
#include <host/native/streams.hpp>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>
#include <cerrno>

namespace host::native {
namespace {

constexpr int first_free = 3;
/// How long reading rests before it looks whether the client has read.
constexpr int rest_milliseconds = 20;

bool is_open(int descriptor) {
  return ::fcntl(descriptor, F_GETFD) >= 0;
}

/// A closed standard error would be the next file that is opened.
void open_standard_error() {
  if (is_open(STDERR_FILENO)) return;
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0 && nowhere != STDERR_FILENO) {
    ::dup2(nowhere, STDERR_FILENO);
    ::close(nowhere);
  }
}

void wait_until_writable(int descriptor) {
  pollfd wait{descriptor, POLLOUT, 0};
  ::poll(&wait, 1, -1);
}

}  // namespace

std::optional<int> take_standard_output() {
  if (!is_open(STDIN_FILENO) || !is_open(STDOUT_FILENO)) return std::nullopt;
  open_standard_error();
  const int client = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, first_free);
  if (client < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return std::nullopt;
  return client;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
    if (put >= 0)
      bytes.remove_prefix(static_cast<std::size_t>(put));
    else if (errno == EAGAIN)
      wait_until_writable(descriptor);
    else if (errno != EINTR)
      return false;
  }
  return true;
}

Waited wait_for_input(const front::Cancellation& stop, const std::function<bool()>& is_full) {
  for (;;) {
    const bool resting = is_full();
    const auto wanted = static_cast<short>(resting ? POLLRDHUP : POLLIN);
    pollfd waits[] = {{stop.descriptor(), POLLIN, 0}, {STDIN_FILENO, wanted, 0}};
    if (::poll(waits, 2, resting ? rest_milliseconds : -1) < 0 && errno != EINTR) return Waited::ended;
    if (waits[0].revents != 0) return Waited::stopped;
    if ((waits[1].revents & POLLIN) != 0) return Waited::input;
    if ((waits[1].revents & (POLLHUP | POLLRDHUP | POLLERR | POLLNVAL)) != 0) return Waited::ended;
  }
}

std::optional<std::string_view> read_input(std::span<char> buffer) {
  const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
  if (got >= 0) return std::string_view(buffer.data(), static_cast<std::size_t>(got));
  if (errno == EAGAIN || errno == EINTR) return std::nullopt;
  return std::string_view();
}

bool input_is_terminal() {
  return ::isatty(STDIN_FILENO) == 1;
}

}  // namespace host::native
