// SPDX-License-Identifier: MPL-2.0
#include <host/worker/audit/find_targets.hpp>

#include <host/profiles/file_text.hpp>
#include <host/profiles/ini.hpp>
#include <host/profiles/places.hpp>
#include <host/profiles/profile.hpp>
#include <host/protocol/path_text.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace host::worker::audit {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr int deepest = 64;
constexpr std::size_t most_targets = 100'000;

json target_json(const profiles::Profile& profile) {
  return {{"folder", protocol::path_to_text(profile.path)},
          {"application", profiles::name_of(profile.application)},
          {"id", profile.id},
          {"name", nssbridge::to_valid_utf8(profile.name)},
          {"isCopy", false}};
}

using Names = std::map<fs::path, std::string>;

/// The last part of a path that another system wrote.
std::string last_part(const std::string& path) { return path.substr(path.find_last_of("/\\") + 1); }

/// What the profiles.ini of a folder calls the profiles below it. A whole path is one of the computer that the copy is from,
/// so of that only the last part counts, where Windows and macOS keep profiles, and where Linux does.
void add_names(const fs::path& folder, Names& names) {
  const auto ini = profiles::Ini::parse(profiles::file_text(folder / "profiles.ini", profiles::longest_ini).value_or(""));
  for (const auto& section : ini.sections()) {
    const auto path = ini.get(section, "Path"), name = ini.get(section, "Name");
    if (!section.starts_with("Profile") || !path || !name || name->empty()) continue;
    if (ini.get(section, "IsRelative") == "1") {
      const auto named = (folder / *path).lexically_normal();
      if (*named.lexically_relative(folder).begin() != "..") names.insert_or_assign(named, *name);
    } else if (const auto last = last_part(*path); !last.empty()) {
      names.emplace(folder / last, *name);
      names.emplace(folder / "Profiles" / last, *name);
    }
  }
}

/// Collected copies below one folder. Nothing is opened but folders and lists of profiles, and no link is followed.
class Tree {
 public:
  explicit Tree(fs::path root) : m_root(std::move(root)) {}

  void search(json& targets, json& unreachable) {
    m_targets = &targets;
    m_unreachable = &unreachable;
    std::error_code failed;
    if (!fs::is_directory(fs::symlink_status(m_root, failed))) return note_unreachable(m_root);
    visit(m_root, 0);
  }

 private:
  void visit(const fs::path& folder, int depth) {
    add_names(folder, m_names);
    const bool found = profiles::has_sign_of_a_profile(folder);
    if (found && m_targets->size() < most_targets) m_targets->push_back(target_in(folder));
    // An application's own folder holds thousands more, and our backups of it; databases alone may stand for many things.
    if (depth < deepest && !(found && is_whole(folder)))
      for (const auto& below : folders_in(folder)) visit(below, depth + 1);
  }

  json target_in(const fs::path& folder) const {
    json target{{"folder", protocol::path_to_text(folder)}, {"user", user_of(folder)}, {"isCopy", true}};
    if (const auto named = m_names.find(folder); named != m_names.end())
      target["name"] = nssbridge::to_valid_utf8(named->second);
    return target;
  }

  static bool is_whole(const fs::path& folder) {
    std::error_code failed;
    return fs::exists(fs::symlink_status(folder / "prefs.js", failed)) ||
           fs::exists(fs::symlink_status(folder / "times.json", failed));
  }

  std::vector<fs::path> folders_in(const fs::path& folder) {
    std::vector<fs::path> folders;
    std::error_code failed, ignored;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed))
      if (entry->symlink_status(ignored).type() == fs::file_type::directory && entry->path().filename() != "certferry")
        folders.push_back(entry->path());
    if (failed) note_unreachable(folder);
    std::ranges::sort(folders);
    return folders;
  }

  void note_unreachable(const fs::path& folder) {
    m_unreachable->push_back({{"path", nssbridge::to_valid_utf8(folder.string())},
                              {"message", "The folder is not there, is a link, or cannot be entered."}});
  }

  /// Whose it was: what stands behind "home" or "Users" in the path below the root, else the first folder there.
  std::string user_of(const fs::path& folder) const {
    const auto below = folder.lexically_relative(m_root);
    std::string first;
    bool next = false;
    for (const auto& part : below) {
      if (next) return nssbridge::to_valid_utf8(part.string());
      if (first.empty() && part != "." && part != folder.filename()) first = part.string();
      next = part == "home" || part == "Users";
    }
    return nssbridge::to_valid_utf8(first);
  }

  fs::path m_root;
  Names m_names;
  json* m_targets = nullptr;
  json* m_unreachable = nullptr;
};

void add_named(const std::string& name, json& targets) { targets.push_back(target_json(profiles::find(name, true))); }

/// A home that is not mounted or cannot be entered holds nothing that could be told; that is not the same as clean. Nothing here
/// lists it, which only the places of profiles allow.
void require_home(json& unreachable) {
  const auto home = profiles::home_folder();
  std::error_code failed;
  if (!fs::is_directory(home, failed) || ::access(home.c_str(), R_OK | X_OK) != 0)
    unreachable.push_back({{"path", nssbridge::to_valid_utf8(home.string())},
                           {"message", "The home is not there, or its owner cannot enter it."}});
}

void leave_out_doubles(json& targets) {
  std::set<std::string> known;
  json once = json::array();
  for (auto& target : targets)
    if (known.insert(target["folder"].get<std::string>()).second) once.push_back(std::move(target));
  targets = std::move(once);
}

}  // namespace

json find_targets(const json& params) {
  json targets = json::array(), unreachable = json::array();
  if (params.value("home", false)) require_home(unreachable);
  if (params.value("own", false))
    for (const auto& profile : profiles::discover()) targets.push_back(target_json(profile));
  for (const auto& name : params.value("profiles", std::vector<std::string>{})) add_named(name, targets);
  for (const auto& text : params.value("roots", std::vector<std::string>{}))
    if (const auto root = protocol::path_from_text(text)) Tree(*root).search(targets, unreachable);
  leave_out_doubles(targets);
  return {{"targets", std::move(targets)}, {"unreachable", std::move(unreachable)}};
}

}  // namespace host::worker::audit
