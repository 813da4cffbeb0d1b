// SPDX-License-Identifier: MPL-2.0
#include <host/worker/known_folders.hpp>

#include <host/profiles/compatibility.hpp>
#include <host/profiles/file_text.hpp>
#include <host/profiles/places.hpp>
#include <nssbridge/descriptor.hpp>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <string_view>

namespace host::worker {

namespace fs = std::filesystem;

namespace {

/// One letter, the path, NUL.
constexpr char a_profile = 'p', an_installation = 'i';
constexpr std::size_t most_bytes = 1U << 20;

std::string found_by_child() {
  std::string text;
  const auto add = [&text](char what, const fs::path& folder) { (text += what) += folder.native() + '\0'; };
  for (const auto& profile : profiles::discover()) {
    add(a_profile, profile.path);
    if (const auto program = profiles::read_compatibility(profile.path).program; !program.empty())
      add(an_installation, program);
  }
  return text;
}

[[noreturn]] void run_child(int descriptor, const confinement::FileRules& rules) {
  try {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    confinement::restrict_files(rules);
    nssbridge::write_all(nssbridge::Descriptor(descriptor), found_by_child());
  } catch (...) {
    ::_exit(1);
  }
  ::_exit(0);
}

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer;
  while (text.size() < most_bytes) {
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return text;
}

/// What the child says; nothing if it did not end well.
std::string ask_child(const confinement::FileRules& rules) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
  const pid_t child = ::fork();
  if (child == 0) run_child(ends[1], rules);
  ::close(ends[1]);
  auto text = child > 0 ? read_all(ends[0]) : std::string();
  ::close(ends[0]);
  int status = 0;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status == 0 ? text : std::string();
}

bool is_around(const fs::path& folder, const fs::path& other) {
  return std::mismatch(folder.begin(), folder.end(), other.begin(), other.end()).first == folder.end();
}

/// The real path of a folder that somebody else named; nothing for what no application would have made.
fs::path believed(std::string_view named, const fs::path& home) {
  std::error_code failed;
  const auto real = fs::canonical(fs::path(named), failed);
  const bool good =
      !failed && named.front() == '/' && fs::is_directory(real, failed) && !is_around(real, home);
  return good ? real : fs::path();
}

bool is_installation(const fs::path& folder) {
  std::error_code failed;
  return fs::exists(folder / "libxul.so", failed) && fs::exists(folder / "omni.ja", failed);
}

/// The only look at a foreign file before this process is confined: for one byte, in what is small or else
/// too large.
bool mentions_a_path(const fs::path& file) {
  constexpr std::size_t usual = 64U << 10;
  std::error_code failed;
  const auto real = fs::canonical(file, failed);
  if (failed) return false;
  const auto text = profiles::file_text(real, usual);
  return !text || text->find('/') != std::string::npos;
}

void add(std::vector<fs::path>& to, const fs::path& folder) {
  if (std::ranges::find(to, folder) == to.end()) to.push_back(folder);
}

}  // namespace

std::optional<std::vector<fs::path>> profiles_in_plain_places() {
  std::vector<fs::path> found;
  for (const auto& place : profiles::places_of_this_user()) {
    if (mentions_a_path(place.folder / "profiles.ini")) return std::nullopt;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(place.folder, failed)) {
      if (!entry.is_directory(failed)) continue;
      if (entry.is_symlink(failed)) return std::nullopt;
      if (profiles::has_sign_of_a_profile(entry.path())) found.push_back(fs::canonical(entry.path(), failed));
    }
  }
  return found;
}

KnownFolders find_known_folders(const confinement::FileRules& rules) {
  std::error_code failed;
  const auto home = fs::weakly_canonical(profiles::home_folder(), failed);
  KnownFolders found;
  const auto text = ask_child(rules);
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = rest.find('\0');
    if (end == std::string_view::npos || end < 2) break;
    const auto folder = believed(rest.substr(1, end - 1), home);
    const char what = rest.front();
    rest.remove_prefix(end + 1);
    if (folder.empty()) continue;
    if (what == a_profile && profiles::has_sign_of_a_profile(folder)) add(found.profiles, folder);
    if (what == an_installation && is_installation(folder)) add(found.installations, folder);
  }
  return found;
}

}  // namespace host::worker
