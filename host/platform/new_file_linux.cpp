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

OpenFolder::OpenFolder(const std::filesystem::path& folder)
    : m_descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (m_descriptor < 0) fail_to_make();
}

OpenFolder::~OpenFolder() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

NewFile::NewFile(const OpenFolder& folder, std::string name)
    : m_folder(::fcntl(folder.descriptor(), F_DUPFD_CLOEXEC, 3)), m_name(std::move(name)) {
  struct stat status {};
  if (m_folder < 0) fail_to_make();
  try {
    if (::fstatat(m_folder, m_name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) refuse_existing();
    make_nameless_or_unfinished();
  } catch (...) {
    ::close(m_folder);
    throw;
  }
}

NewFile::NewFile(NewFile&& other) noexcept
    : m_folder(std::exchange(other.m_folder, -1)),
      m_file(std::exchange(other.m_file, -1)),
      m_name(std::move(other.m_name)),
      m_unfinished(std::exchange(other.m_unfinished, {})) {}

NewFile::~NewFile() {
  if (!m_unfinished.empty()) ::unlinkat(m_folder, m_unfinished.c_str(), 0);
  if (m_file >= 0) ::close(m_file);
  if (m_folder >= 0) ::close(m_folder);
}

void NewFile::make_nameless_or_unfinished() {
  m_file = ::openat(m_folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, owner_only);
  if (m_file < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
    const std::string unfinished = unfinished_beginning + m_name;
    ::unlinkat(m_folder, unfinished.c_str(), 0);
    m_file = ::openat(m_folder, unfinished.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, owner_only);
    if (m_file >= 0) m_unfinished = unfinished;
  }
  // Whatever the umask and the folder's own rules for new files.
  if (m_file < 0) fail_to_make();
  ::fchmod(m_file, owner_only);
}

void NewFile::write(nssbridge::BytesView bytes) const {
  off_t at = 0;
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(m_file, bytes.data(), bytes.size(), at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail_to_make();
    at += written;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  if (::ftruncate(m_file, at) != 0 || ::fsync(m_file) != 0) fail_to_make();
}

nssbridge::Bytes NewFile::read_back() const {
  struct stat status {};
  if (::fstat(m_file, &status) != 0) fail_to_make();
  nssbridge::Bytes bytes(static_cast<std::size_t>(status.st_size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(m_file, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail_to_make();
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

bool NewFile::take_name_from_unfinished() const {
  if (::linkat(m_folder, m_unfinished.c_str(), m_folder, m_name.c_str(), 0) == 0) return true;
  // A file system without links, such as that of most memory sticks.
  return errno != EEXIST &&
         ::renameat2(m_folder, m_unfinished.c_str(), m_folder, m_name.c_str(), RENAME_NOREPLACE) == 0;
}

void NewFile::publish() {
  if (!m_unfinished.empty()) {
    if (!take_name_from_unfinished()) fail_to_make();
  } else {
    const std::string own = "/proc/self/fd/" + std::to_string(m_file);
    if (::linkat(AT_FDCWD, own.c_str(), m_folder, m_name.c_str(), AT_SYMLINK_FOLLOW) != 0) fail_to_make();
  }
  ::fsync(m_folder);
}

}  // namespace host::front
