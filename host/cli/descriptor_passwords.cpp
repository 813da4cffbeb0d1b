// SPDX-License-Identifier: MPL-2.0
#include <host/cli/arguments.hpp>
#include <host/cli/descriptor_passwords.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <set>

namespace host::cli {
namespace {

using front::Refusal;
using nssbridge::Error;
using nssbridge::Kind;
using nssbridge::Secret;

constexpr std::size_t longest_line = 4096;

/// A line on its way in, wiped whatever happens.
struct Line {
  std::array<char, longest_line> bytes{};
  std::size_t size = 0;
  ~Line() { ::explicit_bzero(bytes.data(), bytes.size()); }
};

/// False at the end of the stream.
bool read_byte(int descriptor, const front::Cancellation& cancellation, char& byte) {
  for (;;) {
    if (!cancellation.wait_readable(descriptor))
      throw Error(Kind::cancelled, "Cancelled. Nothing was changed.");
    const ssize_t got = ::read(descriptor, &byte, 1);
    if (got >= 0) return got == 1;
    if (errno != EINTR && errno != EAGAIN)
      throw Error(Kind::io_failure,
                  "The file descriptor for a password cannot be read. Give one that is open for reading.");
  }
}

void require_open(int descriptor) {
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0 || (flags & O_ACCMODE) == O_WRONLY)
    throw UsageError("A file descriptor for a password is not open for reading.");
}

}  // namespace

std::optional<Secret> read_secret_line(int descriptor, const front::Cancellation& cancellation) {
  Line line;
  char byte = 0;
  bool any = false;
  while (read_byte(descriptor, cancellation, byte)) {
    any = true;
    if (byte == '\n') break;
    if (line.size == longest_line)
      throw Error(Kind::invalid_request, "The line with a password is longer than 4096 bytes.");
    if (byte == '\0') throw Error(Kind::invalid_request, "The line with a password holds a NUL byte.");
    line.bytes[line.size++] = byte;
  }
  if (!any) return std::nullopt;
  return Secret(std::span<const char>(line.bytes.data(), line.size));
}

DescriptorPasswords::DescriptorPasswords(const std::map<std::string, int>& by_role,
                                         const front::Cancellation& cancellation) {
  for (const auto& [role, descriptor] : by_role) require_open(descriptor);
  for (const char* role : {"from", "to", "file", "profile"})
    if (const auto found = by_role.find(role); found != by_role.end())
      m_by_role.emplace(role, read_secret_line(found->second, cancellation));
  std::set<int> used;
  for (const auto& [role, descriptor] : by_role)
    if (descriptor > STDERR_FILENO && used.insert(descriptor).second) ::close(descriptor);
}

std::optional<std::variant<Secret, Refusal>> DescriptorPasswords::answer(const std::string& role,
                                                                         int attempt) {
  const auto found = m_by_role.find(role);
  if (found == m_by_role.end()) return std::nullopt;
  if (!found->second) return Refusal::password_required;
  if (attempt > 1) return Refusal::wrong_password;
  return found->second->duplicate();
}

}  // namespace host::cli
