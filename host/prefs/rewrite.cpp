// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/prefs.hpp>

#include <nssbridge/descriptor.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace host::prefs {

using nssbridge::Descriptor;
using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;

namespace {

constexpr off_t largest_file = 64 << 20;
constexpr const char* temporary_name = "prefs.js.certferry-new";

[[noreturn]] void throw_not_written() {
  throw Error(
      Kind::io_failure,
      "The profile's preferences could not be written, and stand as they were. Check that the disk is "
      "not full and the profile writable, then try again.");
}

void sync_folder(const fs::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.is_open() || ::fsync(descriptor.number()) != 0)
    throw Error(
        Kind::io_failure,
        "The profile's preferences were changed, but the disk did not confirm it. Run the command again.");
}

mode_t mode_of(const fs::path& file) {
  struct stat info {};
  return ::lstat(file.c_str(), &info) == 0 ? info.st_mode & 0777 : 0600;
}

void write_temporary(const fs::path& temporary, const std::string& bytes, mode_t mode) {
  const Descriptor descriptor(
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!descriptor.is_open() || !write_all(descriptor, bytes)) throw_not_written();
  if (::fchmod(descriptor.number(), mode) != 0 || ::fsync(descriptor.number()) != 0) throw_not_written();
}

void replace_atomically(const fs::path& target, const fs::path& temporary, const std::string& bytes) {
  try {
    write_temporary(temporary, bytes, mode_of(target));
    if (read_file(temporary) != bytes || ::rename(temporary.c_str(), target.c_str()) != 0)
      throw_not_written();
  } catch (const Error&) {
    ::unlink(temporary.c_str());
    throw;
  }
  sync_folder(target.parent_path());
}

/// Exactly the intended preferences may differ between two files.
bool differs_only_in(const PrefsFile& before, const PrefsFile& after, const Changes& changes) {
  for (const auto& name : before.names())
    if (!changes.contains(name) && before.get(name) != after.get(name)) return false;
  for (const auto& name : after.names())
    if (!changes.contains(name) && !before.get(name)) return false;
  for (const auto& [name, value] : changes)
    if (after.get(name) != value) return false;
  return true;
}

[[noreturn]] void throw_unreadable(int reason) {
  if (reason == ELOOP)
    throw Error(Kind::permission_denied,
                "The profile's preferences file is a link, which is not followed. Put the file itself into "
                "the profile folder.");
  throw Error(Kind::permission_denied,
              "A preferences file of the profile cannot be read. Check its owner and its mode.");
}

/// What of `changes` differs from the file.
Changes effective(const PrefsFile& file, const Changes& changes) {
  Changes result;
  for (const auto& [name, value] : changes)
    if (file.get(name) != value) result.emplace(name, value);
  return result;
}

}  // namespace

std::string read_file(const fs::path& file) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!descriptor.is_open() && errno == ENOENT) return {};
  if (!descriptor.is_open()) throw_unreadable(errno);
  struct stat info {};
  if (::fstat(descriptor.number(), &info) != 0 || !S_ISREG(info.st_mode) || info.st_size > largest_file)
    throw Error(Kind::bad_file,
                "A preferences file of the profile is not an ordinary file, or larger than any that an "
                "application writes.");
  std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::read(descriptor.number(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      throw Error(Kind::io_failure, "A preferences file of the profile cannot be read from the disk.");
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

void rewrite(const fs::path& profile, const Changes& changes) {
  const fs::path target = profile / "prefs.js", temporary = profile / temporary_name;
  ::unlink(temporary.c_str());  // of a run that was killed
  const auto before = PrefsFile::parse(read_file(target));
  const auto wanted = effective(before, changes);
  if (wanted.empty()) return;
  auto after = before;
  after.change(wanted);
  if (!differs_only_in(before, PrefsFile::parse(after.bytes()), wanted))
    throw Error(
        Kind::internal,
        "The profile's preferences could not be changed without touching others, so they were left as "
        "they are. Please report this.");
  replace_atomically(target, temporary, after.bytes());
}

}  // namespace host::prefs
