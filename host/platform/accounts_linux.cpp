// SPDX-License-Identifier: MPL-2.0
#include <host/front/accounts.hpp>
#include <host/front/distant_folder.hpp>

#include <grp.h>
#include <pwd.h>
#include <algorithm>
#include <cstdio>
#include <memory>

namespace host::front {
namespace {

namespace fs = std::filesystem;

/// From this number on, user ids are people's (login.defs of all distributions).
constexpr uid_t first_person = 1000;
constexpr uid_t nobody = 65534;

template <typename Wanted>
std::vector<Account> in_file(const Wanted& wanted) {
  std::vector<Account> found;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> users(std::fopen("/etc/passwd", "re"), &std::fclose);
  while (const passwd* entry = users ? ::fgetpwent(users.get()) : nullptr)
    if (wanted(*entry) && fs::path(entry->pw_dir).has_relative_path())
      found.push_back({entry->pw_uid, entry->pw_gid, entry->pw_name, fs::path(entry->pw_dir).lexically_normal()});
  return found;
}

bool is_person(const passwd& entry) { return entry.pw_uid >= first_person && entry.pw_uid != nobody; }

}  // namespace

std::vector<Account> people() { return in_file(is_person); }

bool is_group_of_one(gid_t group, uid_t user) {
  if (user == 0) return false;
  bool is_primary = false;
  std::string name;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> users(std::fopen("/etc/passwd", "re"), &std::fclose);
  while (const passwd* entry = users ? ::fgetpwent(users.get()) : nullptr) {
    if (entry->pw_gid != group) continue;
    if (entry->pw_uid != user) return false;
    is_primary = true;
    name = entry->pw_name;
  }
  if (!is_primary) return false;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> groups(std::fopen("/etc/group", "re"), &std::fclose);
  while (const ::group* entry = groups ? ::fgetgrent(groups.get()) : nullptr) {
    if (entry->gr_gid != group) continue;
    for (char** member = entry->gr_mem; *member != nullptr; ++member)
      if (name != *member) return false;
  }
  return groups != nullptr;
}

std::vector<Account> accounts_with_homes(const fs::path& homes) {
  auto all = in_file([](const passwd& entry) { return entry.pw_uid == 0 || is_person(entry); });
  const auto known = [&](const fs::path& home) { return std::ranges::find(all, home, &Account::home) != all.end(); };
  std::error_code failed;
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(homes, failed)) folders.push_back(entry.path().lexically_normal());
  std::ranges::sort(folders);
  for (const auto& folder : folders) {
    if (known(folder)) continue;
    const auto facts = ask_about_folder(folder);
    // A folder of root's here is nobody's home: it may hold what others wrote.
    if (!facts)
      all.push_back({.name = folder.filename().string(), .home = folder, .answers = false});
    else if (facts->is_folder && facts->owner != 0)
      all.push_back({facts->owner, facts->group, folder.filename().string(), folder});
  }
  return all;
}

}  // namespace host::front
