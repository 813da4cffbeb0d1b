// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/locks.hpp>

#include <nssbridge/error.hpp>

#include <pwd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>

namespace host::profiles {

using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;

namespace {

std::string user_name(uid_t user) {
  const passwd* entry = ::getpwuid(user);
  return entry != nullptr ? entry->pw_name : "the user with number " + std::to_string(user);
}

Error denied(std::string message, std::string fix) {
  Error error(Kind::permission_denied, std::move(message));
  error.with_fix({std::move(fix), std::nullopt});
  return error;
}

/// Returns the folder's mode.
mode_t require_own_folder(const fs::path& profile) {
  struct stat info{};
  if (::stat(profile.c_str(), &info) != 0)
    throw denied("The profile folder cannot be entered.", "Run the command as the user whose profile it is.");
  if (info.st_uid != ::geteuid())
    throw denied("The profile folder belongs to another user, so nothing is written there.",
                 "Run the command as " + user_name(info.st_uid) + ".");
  if ((info.st_mode & 022) != 0)
    throw denied("Other users can write into the profile folder, so nothing is written there.",
                 "Take that right away with: chmod go-w on the profile folder.");
  if (::access(profile.c_str(), W_OK | X_OK) != 0)
    throw denied("The profile folder is not writable.", "Make it writable with: chmod u+wx on the profile folder.");
  return info.st_mode;
}

/// Link, owner, and who else may do what `forbidden` says, of one file that a move writes; an absent one is fine.
void require_own_file(const fs::path& file, mode_t forbidden) {
  struct stat info{};
  if (::lstat(file.c_str(), &info) != 0) {
    if (errno == ENOENT) return;
    throw denied("A file of the profile cannot be examined.", "Check the rights of the profile folder.");
  }
  const std::string name = file.filename().string();
  if (!S_ISREG(info.st_mode))
    throw denied("The profile's " + name + " is not an ordinary file, so nothing is written there.",
                 "Put the file itself into the profile folder, not a link to it.");
  if (info.st_uid != ::geteuid())
    throw denied("The profile's " + name + " belongs to another user, so nothing is written there.",
                 "Run the command as " + user_name(info.st_uid) + ", or give the file back to yourself.");
  if ((info.st_mode & forbidden) != 0)
    throw denied("The profile's " + name + " is open to other users, so nothing is written there.",
                 std::string("Close it with: chmod ") + ((forbidden & 044) != 0 ? "go-rw " : "go-w ") + name + " in the profile folder.");
  if (::access(file.c_str(), R_OK | W_OK) != 0)
    throw denied("The profile's " + name + " is not readable and writable.",
                 "Make it so with: chmod u+rw " + name + " in the profile folder.");
}

}  // namespace

void require_writable(const fs::path& profile, std::uintmax_t needed_bytes) {
  const mode_t folder = require_own_folder(profile);
  // A group that cannot enter the folder cannot use its right to write: the umask of user-private groups is 002.
  const mode_t writable_by_others = (folder & 010) != 0 ? 022 : 002;
  for (const char* name : {"cert9.db", "prefs.js", ".parentlock"}) require_own_file(profile / name, writable_by_others);
  require_own_file(profile / "key4.db", 066);
  struct statvfs space{};
  if (::statvfs(profile.c_str(), &space) != 0) return;
  if ((space.f_flag & ST_RDONLY) != 0)
    throw denied("The file system of the profile is read-only.", "Mount it for writing, then try again.");
  if (static_cast<std::uintmax_t>(space.f_bavail) * space.f_frsize < needed_bytes)
    throw Error(Kind::io_failure, "The disk is nearly full: there is no room for the backup and the new keys. Nothing was "
                                  "changed; free some space and try again.");
}

}  // namespace host::profiles
