// SPDX-License-Identifier: MPL-2.0
#include <host/front/trusted_path.hpp>
#include <host/install/safe_folder.hpp>
#include <nssbridge/descriptor.hpp>
#include <nssbridge/error.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <memory>
#include <utility>
#include <vector>

namespace host::install {
namespace {

namespace fs = std::filesystem;
using nssbridge::Descriptor;
using nssbridge::Error;
using nssbridge::Kind;

constexpr std::size_t largest_text = 1UL << 20;
constexpr std::size_t largest_program = 256UL << 20;
/// A name that no other program uses, so that what a killed one of ours left can be told.
constexpr const char* unfinished_beginning = ".certferry-unfinished-";

[[noreturn]] void fail_to_write() {
  throw Error(
      Kind::io_failure,
      "A file of the installation cannot be written. Check the free space and the permissions of the folder, "
      "then install again.");
}

[[noreturn]] void refuse_link(const std::string& what) {
  throw Error(Kind::permission_denied,
              what +
                  " is a link or no ordinary one. Nothing is written through a link; put a real one in its "
                  "place.");
}

void require_ours(int folder, uid_t user, const std::string& name) {
  struct stat status {};
  if (::fstat(folder, &status) != 0) fail_to_write();
  const bool owner = status.st_uid == 0 || status.st_uid == user;
  if (!owner || front::others_can_write(status, user))
    throw Error(Kind::permission_denied,
                "The folder " + name + " can be changed by other users, so nothing is installed there.")
        .with_fix({"It must belong to you or to root, and group and others must not be able to write there: "
                   "chmod go-w.",
                   {}});
}

/// -1 if it is not there.
int open_folder(int parent, const std::string& name, bool make) {
  // 0755 whatever the umask: who starts a browser must be able to read there, and nobody else to write.
  if (make && ::mkdirat(parent, name.c_str(), 0755) == 0) {
    const Descriptor made(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (made.number() < 0 || ::fchmod(made.number(), 0755) != 0) fail_to_write();
  }
  const int folder = ::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder >= 0 || (errno == ENOENT && !make)) return folder;
  if (errno == ELOOP || errno == ENOTDIR) refuse_link("The folder " + name);
  if (errno == EACCES || errno == EPERM || errno == EROFS)
    throw Error(Kind::permission_denied,
                "The folder " + name + " cannot be made or entered with your rights.");
  fail_to_write();
}

std::string read_all(int file, std::size_t most) {
  std::string bytes;
  char piece[64 * 1024];
  for (;;) {
    const ssize_t got = ::read(file, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      throw Error(Kind::io_failure, "A file of the installation cannot be read. Install Certferry again.");
    if (got == 0) return bytes;
    bytes.append(piece, static_cast<std::size_t>(got));
    if (bytes.size() > most)
      throw Error(Kind::bad_file,
                  "A file of the installation is larger than it can be. Remove it, then install again.");
  }
}

/// Opened without blocking; -1 if there is none.
int open_ordinary(int folder, const std::string& name, struct stat& status) {
  const int file = ::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return -1;
  if (file < 0 && errno != ELOOP)
    throw Error(Kind::permission_denied, "The file " + name + " cannot be read. Check its permissions.");
  if (file < 0 || ::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    if (file >= 0) ::close(file);
    refuse_link("The file " + name);
  }
  return file;
}

std::string read_program(const fs::path& from) {
  const Descriptor source(::open(from.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (source.number() < 0)
    throw Error(Kind::io_failure, "A program of Certferry cannot be read. Install Certferry again.");
  return read_all(source.number(), largest_program);
}

}  // namespace

std::optional<SafeFolder> SafeFolder::open(const Spot& spot, uid_t user, bool make) {
  const fs::path base = front::real_path(spot.base);
  if (base.empty() && !make) return std::nullopt;
  if (base.empty() || !front::is_kept_from_others(base, user))
    throw Error(
        Kind::permission_denied,
        "The folder below which Certferry is installed does not exist, or others can change it or a folder "
        "above it.")
        .with_fix({"Each folder on the way must belong to you or to root, and group and others must not be "
                   "able to write there.",
                   {}});
  SafeFolder folder(::open(base.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (folder.m_descriptor < 0) fail_to_write();
  for (const std::string& name : spot.folders) {
    SafeFolder next(open_folder(folder.m_descriptor, name, make));
    if (next.m_descriptor < 0) return std::nullopt;
    require_ours(next.m_descriptor, user, name);
    std::swap(folder.m_descriptor, next.m_descriptor);
  }
  return folder;
}

SafeFolder::~SafeFolder() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

SafeFolder::SafeFolder(SafeFolder&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

std::optional<std::string> SafeFolder::read(const std::string& name) const {
  struct stat status {};
  const Descriptor file(open_ordinary(m_descriptor, name, status));
  if (file.number() < 0) return std::nullopt;
  return read_all(file.number(), largest_text);
}

void SafeFolder::write(const std::string& name, std::string_view bytes, mode_t mode) const {
  require_replaceable(name);
  const std::string unfinished = unfinished_beginning + name;
  ::unlinkat(m_descriptor, unfinished.c_str(), 0);
  const Descriptor file(
      ::openat(m_descriptor, unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.number() < 0) fail_to_write();
  try {
    if (!write_all(file, bytes)) fail_to_write();
    // The umask does not matter to what browsers read.
    if (::fchmod(file.number(), mode) != 0 || ::fsync(file.number()) != 0 ||
        ::renameat(m_descriptor, unfinished.c_str(), m_descriptor, name.c_str()) != 0)
      fail_to_write();
  } catch (...) {
    ::unlinkat(m_descriptor, unfinished.c_str(), 0);
    throw;
  }
  ::fsync(m_descriptor);
}

bool SafeFolder::copy(const std::string& name, const fs::path& from, mode_t mode) const {
  if (has_copy(name, from, mode)) return false;
  // A new file takes the name; programs that run keep the old one.
  write(name, read_program(from), mode);
  return true;
}

bool SafeFolder::has_copy(const std::string& name, const fs::path& from, mode_t mode) const {
  struct stat status {};
  const Descriptor file(open_ordinary(m_descriptor, name, status));
  return file.number() >= 0 && (status.st_mode & 07777) == mode &&
         static_cast<std::size_t>(status.st_size) <= largest_program &&
         read_all(file.number(), largest_program) == read_program(from);
}

bool SafeFolder::remove(const std::string& name) const {
  if (::unlinkat(m_descriptor, name.c_str(), 0) == 0) return true;
  if (errno == ENOENT) return false;
  throw Error(Kind::permission_denied,
              "The file " + name + " cannot be removed. Check the permissions of its folder.");
}

void SafeFolder::remove_left_overs() const {
  const int own = ::openat(m_descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::fdopendir(own), &::closedir);
  if (entries == nullptr) return;
  while (const dirent* entry = ::readdir(entries.get()))
    if (std::string_view(entry->d_name).starts_with(unfinished_beginning))
      ::unlinkat(m_descriptor, entry->d_name, 0);
}

bool SafeFolder::is_empty() const {
  const int own = ::openat(m_descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::fdopendir(own), &::closedir);
  if (entries == nullptr) return false;
  while (const dirent* entry = ::readdir(entries.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") return false;
  }
  return true;
}

void SafeFolder::require_replaceable(const std::string& name) const {
  struct stat status {};
  if (::fstatat(m_descriptor, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISREG(status.st_mode))
    refuse_link("The file " + name);
}

void remove_empty_folders(const Spot& spot) {
  // rmdir follows no link and takes nothing but an empty folder.
  Spot inner{spot.base, spot.folders, {}};
  while (!inner.folders.empty() && ::rmdir(inner.path().c_str()) == 0) inner.folders.pop_back();
}

}  // namespace host::install
