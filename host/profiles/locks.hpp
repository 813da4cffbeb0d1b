// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>

namespace host::profiles {

/// Our own lock that makes writers of one profile serial across all our processes: `certferry/lock` in the profile
/// (folder 0700, file 0600). Waits up to `patience`, calling `waiting` about every 200 ms; then
/// Error(profile_busy), retriable.
class WriteLock {
 public:
  WriteLock(const std::filesystem::path& profile, std::chrono::milliseconds patience,
            const std::function<void()>& waiting = {});
  ~WriteLock();
  WriteLock(WriteLock&& other) noexcept;

 private:
  int m_descriptor = -1;
};

/// The application's own lock (fcntl write lock on `.parentlock`, bytes 0 to EOF), for under two seconds and never
/// while anything is asked. The file is opened once: closing any other descriptor of it would drop the lock.
class ApplicationLock {
 public:
  /// Nothing if the application runs.
  static std::optional<ApplicationLock> try_take(const std::filesystem::path& profile);
  /// Blocks in F_SETLKW until the application has ended.
  static ApplicationLock wait_for(const std::filesystem::path& profile);
  ~ApplicationLock();
  ApplicationLock(ApplicationLock&& other) noexcept;

 private:
  explicit ApplicationLock(int descriptor) : m_descriptor(descriptor) {}
  int m_descriptor = -1;
};

/// `PROFILE/certferry`, mode 0700, made if missing; refuses a link or a folder of another owner.
std::filesystem::path own_folder(const std::filesystem::path& profile);

/// Rule F4: throws Error(permission_denied) before any write if the effective user does not own the profile folder
/// and its databases and prefs.js, others can write there or read key4.db, one of them is a link, or the folder is
/// not writable; Error(io_failure) when less than `needed_bytes` are free. Names the user or the chmod in the fix.
void require_writable(const std::filesystem::path& profile, std::uintmax_t needed_bytes);

}  // namespace host::profiles
