// SPDX-License-Identifier: MPL-2.0
#include <host/front/small_file.hpp>
#include <nssbridge/descriptor.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>

namespace host::front {
namespace {

using nssbridge::Descriptor;
using nssbridge::Error;
using nssbridge::Kind;

constexpr off_t largest = 1024L * 1024;

void require_ordinary(const struct stat& status, uid_t user) {
  if (!S_ISREG(status.st_mode) || status.st_size > largest)
    throw Error(Kind::bad_file, "The configuration certferry.json must be a regular file of at most 1 MiB.");
  const bool owner = status.st_uid == 0 || status.st_uid == user;
  if (!owner || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    throw Error(Kind::permission_denied,
                "The configuration certferry.json can be changed by others, so it is not read. It must "
                "belong to root or "
                "to you; take the write permission of group and others away.");
}

}  // namespace

std::optional<std::string> read_small_file(const std::filesystem::path& file, uid_t user) {
  // Without O_NONBLOCK a pipe under this name would hang every command.
  const Descriptor input(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (input.number() < 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  struct stat status {};
  if (input.number() < 0 || ::fstat(input.number(), &status) != 0)
    throw Error(Kind::permission_denied,
                "The configuration certferry.json cannot be read. Check its permissions.");
  require_ordinary(status, user);
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t got = ::read(input.number(), text.data() + done, text.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  text.resize(done);
  return text;
}

}  // namespace host::front
