// SPDX-License-Identifier: MPL-2.0
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>
#include <sstream>
#include <string>

namespace fs = std::filesystem;

namespace {

/// A profile whose waiter ends with the object.
struct Profile {
  tests::TemporaryFolder folder;
  Profile() { fs::create_directory(folder.path() / "certferry"); }
  ~Profile() {
    tests::write_file(folder.path() / "end", "");
    while (fs::exists(folder.path() / "certferry/waiter.lock") && !lock_is_free()) ::usleep(10'000);
  }
  bool lock_is_free() const {
    const auto command = "flock -n '" + (folder.path() / "certferry/waiter.lock").string() + "' true";
    return std::system(command.c_str()) == 0;
  }
};

/// Runs the probe with an environment and an open pipe that a waiter must not inherit. Returns when the pipe
/// is closed everywhere, which a waiter that had it would prevent.
void start(const Profile& profile, const std::string& nss_folder) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGPIPE, SIG_IGN);
    const std::string path = profile.folder.path().string();
    const char* arguments[] = {"waiter_probe", path.c_str(), nss_folder.c_str(), nullptr};
    const char* environment[] = {"HOME=/home/somebody",
                                 "LC_TIME=de_DE.UTF-8",
                                 "XDG_RUNTIME_DIR=/run/user/1",
                                 "PATH=/tmp",
                                 "LD_PRELOAD=",
                                 "NSS_DEFAULT_DB_TYPE=dbm",
                                 "MOZ_LOG=x",
                                 "SQLITE_TMPDIR=x",
                                 "LD_LIBRARY_PATH=",
                                 "DISPLAY=:0",
                                 nullptr};
    ::execve(WAITER_PROBE, const_cast<char* const*>(arguments), const_cast<char* const*>(environment));
    ::_exit(127);
  }
  ::close(ends[1]);
  char byte = 0;
  CHECK(::read(ends[0], &byte, 1) == 0);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 0);
}

/// What the waiter found about itself, its lines sorted.
std::string report(const Profile& profile) {
  while (!fs::exists(profile.folder.path() / "report")) ::usleep(10'000);
  std::istringstream text(tests::read_bytes(profile.folder.path() / "report"));
  std::set<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.insert(line + "\n");
  std::string all;
  for (const auto& line : lines) all += line;
  return all;
}

}  // namespace

TEST_CASE(
    "the waiter stands alone: own session, no inherited descriptor, a clean environment and the library "
    "folder") {
  const Profile profile;
  start(profile, "/usr/lib/some-nss");
  CHECK(report(profile) ==
        "SIGPIPE default 1\n"
        "descriptor 0 /dev/null\n"
        "descriptor 1 /dev/null\n"
        "descriptor 2 /dev/null\n"
        "environment HOME=/home/somebody\n"
        "environment LC_TIME=de_DE.UTF-8\n"
        "environment LD_LIBRARY_PATH=/usr/lib/some-nss\n"
        "environment PATH=/usr/bin:/bin\n"
        "environment XDG_RUNTIME_DIR=/run/user/1\n"
        "folder /\n"
        "session leader 0\n"
        "terminal 0\n");
  CHECK(tests::read_bytes(profile.folder.path() / "session") != std::to_string(::getsid(0)));
}

TEST_CASE("without a library folder the waiter uses the system's libraries") {
  const Profile profile;
  start(profile, "");
  CHECK(report(profile).find("environment LD_") == std::string::npos);
}

TEST_CASE("a profile has one waiter") {
  const Profile profile;
  start(profile, "");
  const auto first = report(profile);
  start(profile, "");
  start(profile, "");
  ::usleep(200'000);
  CHECK(report(profile) == first);
}
