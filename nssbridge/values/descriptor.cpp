// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/descriptor.hpp>

#include <unistd.h>

#include <cerrno>

namespace nssbridge {

void Descriptor::close() {
  if (!is_open()) return;
  const int error = errno;
  ::close(release());
  errno = error;
}

bool write_all(const Descriptor& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.number(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace nssbridge
