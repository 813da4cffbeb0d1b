// SPDX-License-Identifier: MPL-2.0
#include <host/front/accounts.hpp>
#include <host/front/trusted_path.hpp>

#include <sys/stat.h>
#include <algorithm>
#include <system_error>
#include <vector>

namespace host::front {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> find_homes() {
  std::vector<fs::path> homes{"/home", "/root", "/var/home"};
  for (const auto& person : people()) homes.push_back(person.home);
  return homes;
}

bool is_below(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

bool is_below_a_home(const fs::path& path) {
  static const std::vector<fs::path> homes = find_homes();
  return std::any_of(homes.begin(), homes.end(),
                     [&path](const fs::path& home) { return is_below(path, home); });
}

bool is_owned(const struct stat& status, uid_t user) { return status.st_uid == 0 || status.st_uid == user; }

bool only_trusted_write(const struct stat& status, uid_t user) {
  return is_owned(status, user) && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/// `holds` of each component of an absolute path without links, from the root on.
template <typename Condition>
bool each_component(const fs::path& path, Condition holds) {
  if (!path.is_absolute()) return false;
  fs::path walked;
  for (const fs::path& component : path) {
    walked /= component;
    struct stat status {};
    const bool there = ::lstat(walked.c_str(), &status) == 0 && !S_ISLNK(status.st_mode);
    if (!there || !holds(status)) return false;
  }
  return true;
}

}  // namespace

bool is_changed_by_none_but(const fs::path& path, uid_t user) {
  return each_component(path, [&](const struct stat& status) { return only_trusted_write(status, user); });
}

bool others_can_write(const struct stat& status, uid_t user) {
  if ((status.st_mode & S_IWOTH) != 0) return true;
  return (status.st_mode & S_IWGRP) != 0 && !is_group_of_one(status.st_gid, user);
}

bool is_kept_from_others(const fs::path& path, uid_t user) {
  bool open_to_others = false;
  const bool kept = each_component(path, [&](const struct stat& status) {
    if (!is_owned(status, user)) return false;
    open_to_others = others_can_write(status, user);
    const bool is_sticky = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0;
    return !open_to_others || is_sticky;
  });
  // In a sticky folder others may add what they like: it is only good to pass through.
  return kept && !open_to_others;
}

bool is_trusted(const fs::path& path, uid_t user) {
  return is_changed_by_none_but(path, user) && (user != 0 || !is_below_a_home(path));
}

bool is_trusted_entry(const fs::path& path, uid_t user) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return false;
  if (!S_ISLNK(status.st_mode)) return only_trusted_write(status, user);
  const fs::path real = real_path(path);
  return !real.empty() && is_trusted(real, user);
}

fs::path real_path(const fs::path& path) {
  std::error_code failed;
  fs::path real = fs::canonical(path, failed);
  return failed ? fs::path() : real;
}

}  // namespace host::front
