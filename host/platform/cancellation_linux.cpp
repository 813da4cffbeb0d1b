// SPDX-License-Identifier: MPL-2.0
#include <host/front/cancellation.hpp>
#include <nssbridge/error.hpp>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstdint>
#include <span>

namespace host::front {

using nssbridge::Error;
using nssbridge::Kind;

namespace {

void wait_for(std::span<pollfd> waits, std::chrono::milliseconds longest) {
  while (::poll(waits.data(), waits.size(), static_cast<int>(longest.count())) < 0)
    if (errno != EINTR)
      throw Error(Kind::internal, "Waiting for another process failed. Run the command again.");
}

}  // namespace

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
  return requested_within(std::chrono::milliseconds::zero());
}

bool Cancellation::requested_within(std::chrono::milliseconds longest) const {
  pollfd wait{m_descriptor, POLLIN, 0};
  wait_for({&wait, 1}, longest);
  return wait.revents != 0;
}

bool Cancellation::wait_readable(int other, std::chrono::milliseconds longest) const {
  std::array<pollfd, 2> waits{pollfd{m_descriptor, POLLIN, 0}, pollfd{other, POLLIN, 0}};
  wait_for(waits, longest);
  return waits[0].revents == 0 && waits[1].revents != 0;
}

}  // namespace host::front
