// SPDX-License-Identifier: MPL-2.0
#include <host/front/trusted_path.hpp>

#include <pwd.h>
#include <sys/stat.h>
#include <algorithm>
#include <system_error>
#include <vector>

namespace host::front {
namespace {

namespace fs = std::filesystem;

/// From this number on, user ids are people's (login.defs of all distributions).
constexpr uid_t first_person = 1000;
constexpr uid_t nobody = 65534;

std::vector<fs::path> find_homes() {
  std::vector<fs::path> homes{"/home", "/root", "/var/home"};
  ::setpwent();
  while (const passwd* entry = ::getpwent())
    if (entry->pw_uid >= first_person && entry->pw_uid != nobody &&
        fs::path(entry->pw_dir).has_relative_path())
      homes.push_back(fs::path(entry->pw_dir).lexically_normal());
  ::endpwent();
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

bool only_trusted_write(const fs::path& component, uid_t user) {
  struct stat status {};
  if (::lstat(component.c_str(), &status) != 0 || S_ISLNK(status.st_mode)) return false;
  const bool owner = status.st_uid == 0 || status.st_uid == user;
  return owner && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

bool is_trusted(const fs::path& path, uid_t user) {
  if (!path.is_absolute()) return false;
  fs::path walked;
  for (const fs::path& component : path) {
    walked /= component;
    if (!only_trusted_write(walked, user)) return false;
  }
  return user != 0 || !is_below_a_home(path);
}

fs::path real_path(const fs::path& path) {
  std::error_code failed;
  fs::path real = fs::canonical(path, failed);
  return failed ? fs::path() : real;
}

}  // namespace host::front
