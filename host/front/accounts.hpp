// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <sys/types.h>
#include <filesystem>
#include <string>
#include <vector>

namespace host::front {

/// A user of this system, as far as files tell: asking the name service would load its modules into a process that may be
/// root's.
struct Account {
  uid_t user = 0;
  gid_t group = 0;
  std::string name;
  std::filesystem::path home;
  bool answers = true;  ///< false: the home did not answer when it was asked whose it is, so `user` and `group` are unknown
  bool operator==(const Account&) const = default;
};

/// Those in /etc/passwd that are people's.
std::vector<Account> people();

/// `group` is the primary one of `user` in /etc/passwd, and neither file says that somebody else is in it. Never of the superuser.
bool is_group_of_one(gid_t group, uid_t user);

/// The superuser and people, and the owners of the folders right below `homes` for those whom a directory service knows
/// alone; each home once. Nothing inside a home is looked at. To be called before there are threads.
std::vector<Account> accounts_with_homes(const std::filesystem::path& homes);

}  // namespace host::front
