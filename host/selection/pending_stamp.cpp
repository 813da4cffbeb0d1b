// SPDX-License-Identifier: MPL-2.0
#include <host/selection/pending_stamp.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace host::selection {
namespace {

/// No profile has so many identities; a folder that somebody filled must not fill our memory.
constexpr std::size_t most_records = 10'000;

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

Folder open_folder(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return nullptr;
  Folder folder(::fdopendir(descriptor));
  if (!folder) ::close(descriptor);
  return folder;
}

/// Other names are none of ours, and the stamp stays plain text.
bool is_record(std::string_view name) {
  const auto plain = [](unsigned char c) { return c > ' ' && c < 0x7F; };
  return name.ends_with(".json") && std::ranges::all_of(name, plain);
}

std::string line_of(DIR* folder, const char* name) {
  struct stat info {};
  if (::fstatat(::dirfd(folder), name, &info, AT_SYMLINK_NOFOLLOW) != 0) return {};
  std::string line = name;
  for (const auto number :
       {static_cast<long long>(info.st_ino), static_cast<long long>(info.st_size),
        static_cast<long long>(info.st_mtim.tv_sec), static_cast<long long>(info.st_mtim.tv_nsec)})
    line += ' ' + std::to_string(number);
  return line + '\n';
}

}  // namespace

std::string pending_stamp(const std::filesystem::path& path) {
  const auto folder = open_folder(path);
  if (!folder) return {};
  std::vector<std::string> lines;
  while (const dirent* entry = ::readdir(folder.get())) {
    if (!is_record(entry->d_name)) continue;
    auto line = line_of(folder.get(), entry->d_name);
    if (!line.empty()) lines.push_back(std::move(line));
    if (lines.size() == most_records) break;
  }
  std::ranges::sort(lines);
  std::string stamp;
  for (const auto& line : lines) stamp += line;
  return stamp;
}

}  // namespace host::selection
