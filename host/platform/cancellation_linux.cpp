// SPDX-License-Identifier: MPL-2.0
#include <host/front/cancellation.hpp>
#include <nssbridge/error.hpp>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <cerrno>
#include <cstdint>

namespace host::front {

using nssbridge::Error;
using nssbridge::Kind;

Cancellation::Cancellation() : m_descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (m_descriptor < 0)
    throw Error(Kind::io_failure, "No file descriptor is left. Close other programs and try again.");
}

Cancellation::~Cancellation() {
  ::close(m_descriptor);
}

void Cancellation::request() noexcept {
  const int before = errno;
  const std::uint64_t one = 1;
  // Fails only when it was asked for 2^64 - 2 times already.
  [[maybe_unused]] const ssize_t written = ::write(m_descriptor, &one, sizeof one);
  errno = before;
}

bool Cancellation::requested() const {
  pollfd wait{m_descriptor, POLLIN, 0};
  return ::poll(&wait, 1, 0) == 1;
}

bool Cancellation::wait_readable(int other) const {
  pollfd waits[] = {{m_descriptor, POLLIN, 0}, {other, POLLIN, 0}};
  while (::poll(waits, 2, -1) < 0)
    if (errno != EINTR)
      throw Error(Kind::internal, "Waiting for the worker process failed. Run the command again.");
  return waits[0].revents == 0;
}

}  // namespace host::front
