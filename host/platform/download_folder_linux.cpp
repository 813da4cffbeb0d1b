// SPDX-License-Identifier: MPL-2.0
#include <host/front/key_file_place.hpp>
#include <host/front/small_file.hpp>
#include <host/front/trusted_path.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>
#include <string_view>

namespace host::front {
namespace {

namespace fs = std::filesystem;
using nssbridge::Descriptor;
using nssbridge::Error;
using nssbridge::Kind;

constexpr std::string_view key = "XDG_DOWNLOAD_DIR=\"";
constexpr std::string_view below_home = "$HOME/";

[[noreturn]] void refuse_folder() {
  throw Error(Kind::permission_denied,
              "Your download folder cannot be used: it, or a folder above it, is a link or cannot be opened. Make a real "
              "folder, or set another one with xdg-user-dirs-update.");
}

fs::path environment_path(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

/// Opens folder after folder, none of them through a link. None: not there.
Descriptor open_without_links(const fs::path& base, const fs::path& below, bool make) {
  Descriptor folder(::open(base.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (auto part = below.begin(); part != below.end() && folder.is_open(); ++part) {
    if (make && std::next(part) == below.end()) ::mkdirat(folder.number(), part->c_str(), 0755);
    Descriptor next(::openat(folder.number(), part->c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next.is_open() && (make || errno != ENOENT)) refuse_folder();
    folder = std::move(next);
  }
  return folder;
}

fs::path home_folder() {
  const fs::path home = real_path(environment_path("HOME"));
  if (home.empty()) refuse_folder();
  return home;
}

/// What the person's desktop was told; nothing where that cannot be read or be relied on.
std::string user_folders(const fs::path& configuration) {
  try {
    return read_small_file(configuration / "user-dirs.dirs", ::geteuid()).value_or("");
  } catch (const Error&) {
    return {};
  }
}

std::string value_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with(key)) continue;
    line.remove_prefix(key.size());
    return std::string(line.substr(0, line.find('"')));
  }
  return {};
}

}  // namespace

fs::path download_folder(const fs::path& home, const fs::path& configuration) {
  const std::string chosen = value_in(user_folders(configuration));
  if (chosen.starts_with(below_home)) {
    // "$HOME/" alone is how a person says that there is no such folder.
    const fs::path below = fs::path(chosen.substr(below_home.size())).relative_path().lexically_normal();
    if (!below.empty() && *below.begin() != ".." && *below.begin() != ".") return home / below;
  } else if (fs::path(chosen).is_absolute()) {
    return fs::path(chosen).lexically_normal();
  }
  return home / "Downloads";
}

fs::path download_folder() {
  const fs::path home = home_folder();
  fs::path configuration = environment_path("XDG_CONFIG_HOME");
  if (!configuration.is_absolute()) configuration = home / ".config";
  const fs::path folder = download_folder(home, configuration);
  return folder.has_filename() ? folder : folder.parent_path();
}

Descriptor open_downloads(const fs::path& folder, bool make) {
  const fs::path home = home_folder();
  const fs::path below = folder.lexically_relative(home);
  const bool in_home = !below.empty() && *below.begin() != "..";
  return in_home ? open_without_links(home, below, make) : open_without_links("/", folder.relative_path(), make);
}

}  // namespace host::front
