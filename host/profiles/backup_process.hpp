// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/backups.hpp>

#include <sys/types.h>

namespace host::profiles {

/// Makes backups in a child process, forked before this process loads any database: SQLite and NSS on one file in one
/// process break each other's locks (closing any descriptor of a file drops all of the process's POSIX locks on it).
/// The child waits; without `make` it ends with this object and has done nothing.
class BackupProcess {
 public:
  BackupProcess();
  ~BackupProcess();
  BackupProcess(const BackupProcess&) = delete;

  /// remove_leftovers and make_backup in the child. Throws what they threw. At most once.
  Backup make(const std::filesystem::path& profile, const std::string& occasion);

 private:
  pid_t m_child = -1;
  int m_descriptor = -1;
};

}  // namespace host::profiles
