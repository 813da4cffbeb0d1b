// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/backup_store.hpp>

#include <host/profiles/file_text.hpp>
#include <nssbridge/database_files.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <tuple>

namespace host::profiles::backup_store {

using nlohmann::json;
using nssbridge::Error;
namespace fs = std::filesystem;
namespace files = nssbridge::files;

namespace {

constexpr std::size_t longest_marker = 64 << 10;
constexpr std::size_t time_length = 16;  // 20261124T101500Z

bool are_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The number behind a name of ours: 1 without one; nothing for a name that is not ours.
std::optional<unsigned> number_of(std::string_view name) {
  if (name.size() < time_length || !are_digits(name.substr(0, 8)) || name[8] != 'T' || !are_digits(name.substr(9, 6)) ||
      name[15] != 'Z')
    return std::nullopt;
  const auto rest = name.substr(time_length);
  if (rest.empty()) return 1;
  unsigned number = 0;
  if (rest[0] != '-' || !are_digits(rest.substr(1)) ||
      std::from_chars(rest.data() + 1, rest.data() + rest.size(), number).ec != std::errc())
    return std::nullopt;
  return number;
}

/// Newest last.
auto age(const std::string& name) { return std::tuple(name.substr(0, time_length), number_of(name).value_or(0)); }

std::vector<fs::path> folders_of_ours(const fs::path& profile) {
  std::vector<fs::path> folders;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder_of(profile), failed))
    if (entry.symlink_status(failed).type() == fs::file_type::directory && number_of(entry.path().filename().string()))
      folders.push_back(entry.path());
  return folders;
}

std::optional<std::set<std::string>> files_in(const json& marker) {
  if (!marker.contains("files") || !marker["files"].is_array()) return std::nullopt;
  std::set<std::string> names;
  for (const auto& name : marker["files"])
    if (name.is_string()) names.insert(name.get<std::string>());
  return names;
}

std::optional<Entry> read_entry(const fs::path& folder) {
  const auto text = file_text(folder / "complete", longest_marker);
  if (!text) return std::nullopt;
  const auto marker = json::parse(*text, nullptr, false);
  if (!marker.is_object() || !marker.contains("time") || !marker["time"].is_string() || !marker.contains("occasion") ||
      !marker["occasion"].is_string())
    return std::nullopt;
  return Entry{{folder.filename().string(), marker["time"], marker["occasion"]}, folder, files_in(marker)};
}

}  // namespace

fs::path folder_of(const fs::path& profile) { return profile / "certferry" / "backups"; }

std::vector<Entry> entries(const fs::path& profile) {
  std::vector<Entry> found;
  for (const auto& folder : folders_of_ours(profile))
    if (auto entry = read_entry(folder)) found.push_back(std::move(*entry));
  std::ranges::sort(found, [](const Entry& a, const Entry& b) { return age(a.backup.name) > age(b.backup.name); });
  return found;
}

unsigned next_number(const fs::path& profile, const std::string& second) {
  unsigned highest = 0;
  for (const auto& folder : folders_of_ours(profile)) {
    const auto name = folder.filename().string();
    if (name.starts_with(second)) highest = std::max(highest, number_of(name).value_or(0));
  }
  return highest + 1;
}

std::vector<fs::path> half_made(const fs::path& profile) {
  auto folders = folders_of_ours(profile);
  std::erase_if(folders, [](const fs::path& folder) { return read_entry(folder).has_value(); });
  return folders;
}

bool is_stale(const fs::path& profile, const Entry& entry) {
  try {
    const auto then = files::password_record_bytes(entry.folder / "key4.db");
    if (then.empty()) return false;
    const auto now = files::password_record_bytes(profile / "key4.db");
    return !now.empty() && now != then;
  } catch (const Error&) {
    // A database that cannot be read is what backups are for.
    return false;
  }
}

void remove_backup(const fs::path& folder) {
  ::unlink((folder / "complete").c_str());
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

}  // namespace host::profiles::backup_store
