// SPDX-License-Identifier: MPL-2.0
#include <host/front/new_file.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <utility>

namespace host::front {
namespace {

using nssbridge::Descriptor;
using nssbridge::Error;
using nssbridge::Kind;

/// The same beginning as for other files of ours that are not done.
constexpr const char* unfinished_beginning = ".certferry-unfinished-";
constexpr mode_t owner_only = 0600;

[[noreturn]] void refuse_existing() {
  throw Error(Kind::file_exists, "A file of that name is there already. Nothing was overwritten; name another one.");
}

[[noreturn]] void fail_to_make() {
  if (errno == EEXIST) refuse_existing();
  if (errno == EACCES || errno == EPERM || errno == EROFS)
    throw Error(Kind::permission_denied, "The file cannot be made in that folder with your rights. Name another folder.");
  throw Error(Kind::io_failure, "The file cannot be written. Check that its folder exists and that the disk is not full.");
}

}  // namespace

std::filesystem::path path_of_new_file(const std::filesystem::path& typed) {
  if (typed.empty()) throw Error(Kind::invalid_request, "--out takes the name of a new file, and the name is empty.");
  auto path = std::filesystem::absolute(typed).lexically_normal();
  if (!path.has_filename()) throw Error(Kind::invalid_request, "--out takes the name of a new file, and this is a folder.");
  return path;
}

Descriptor open_folder(const std::filesystem::path& folder) {
  Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open()) fail_to_make();
  return opened;
}

NewFile::NewFile(const Descriptor& folder, std::string name)
    : m_folder(::fcntl(folder.number(), F_DUPFD_CLOEXEC, 3)), m_name(std::move(name)) {
  struct stat status {};
  if (!m_folder.is_open()) fail_to_make();
  if (::fstatat(m_folder.number(), m_name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) refuse_existing();
  make_nameless_or_unfinished();
}

NewFile::NewFile(NewFile&& other) noexcept
    : m_folder(std::move(other.m_folder)),
      m_file(std::move(other.m_file)),
      m_name(std::move(other.m_name)),
      m_unfinished(std::exchange(other.m_unfinished, {})) {}

NewFile::~NewFile() {
  if (!m_unfinished.empty()) ::unlinkat(m_folder.number(), m_unfinished.c_str(), 0);
}

void NewFile::make_nameless_or_unfinished() {
  const int folder = m_folder.number();
  int file = ::openat(folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, owner_only);
  if (file < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
    const std::string unfinished = unfinished_beginning + m_name;
    ::unlinkat(folder, unfinished.c_str(), 0);
    file = ::openat(folder, unfinished.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, owner_only);
    if (file >= 0) m_unfinished = unfinished;
  }
  if (file < 0) fail_to_make();
  m_file = Descriptor(file);
  // Whatever the umask and the folder's own rules for new files.
  ::fchmod(file, owner_only);
}

void NewFile::write(nssbridge::BytesView bytes) const {
  off_t at = 0;
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(m_file.number(), bytes.data(), bytes.size(), at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail_to_make();
    at += written;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  if (::ftruncate(m_file.number(), at) != 0 || ::fsync(m_file.number()) != 0) fail_to_make();
}

nssbridge::Bytes NewFile::read_back() const {
  struct stat status {};
  if (::fstat(m_file.number(), &status) != 0) fail_to_make();
  nssbridge::Bytes bytes(static_cast<std::size_t>(status.st_size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(m_file.number(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail_to_make();
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

bool NewFile::take_name_from_unfinished() const {
  if (::linkat(m_folder.number(), m_unfinished.c_str(), m_folder.number(), m_name.c_str(), 0) == 0) return true;
  // A file system without links, such as that of most memory sticks.
  return errno != EEXIST &&
         ::renameat2(m_folder.number(), m_unfinished.c_str(), m_folder.number(), m_name.c_str(), RENAME_NOREPLACE) == 0;
}

void NewFile::publish() {
  if (!m_unfinished.empty()) {
    if (!take_name_from_unfinished()) fail_to_make();
  } else {
    const std::string own = "/proc/self/fd/" + std::to_string(m_file.number());
    if (::linkat(AT_FDCWD, own.c_str(), m_folder.number(), m_name.c_str(), AT_SYMLINK_FOLLOW) != 0) fail_to_make();
  }
  ::fsync(m_folder.number());
}

}  // namespace host::front
