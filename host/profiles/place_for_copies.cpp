// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/place_for_copies.hpp>

#include <host/profiles/locks.hpp>
#include <nssbridge/error.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace host::profiles {

namespace fs = std::filesystem;

namespace {

bool is_ours_alone(const fs::path& folder) {
  struct stat info {};
  return ::lstat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == ::geteuid() &&
         (info.st_mode & 077) == 0;
}

void make(const fs::path& folder) {
  const bool made = ::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST;
  if (!made || !is_ours_alone(folder))
    throw nssbridge::Error(
        nssbridge::Kind::permission_denied,
        "The folder \"certferry\" in the folder for running programs ($XDG_RUNTIME_DIR) cannot be used: "
        "it is a link, belongs to somebody else, or is open to others. Remove it, then try again.");
}

}  // namespace

std::optional<fs::path> runtime_place_for_copies() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime == nullptr || *runtime != '/' || !is_ours_alone(runtime)) return std::nullopt;
  return fs::path(runtime) / "certferry" / "copies";
}

fs::path place_for_copies(const fs::path& profile) {
  const auto place = runtime_place_for_copies();
  if (!place) return own_folder(profile);
  make(place->parent_path());
  make(*place);
  return *place;
}

}  // namespace host::profiles
