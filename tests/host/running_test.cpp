// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/locks.hpp>
#include <host/profiles/profile.hpp>
#include <support/home.hpp>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace host::profiles;
using tests::Home;
namespace fs = std::filesystem;

namespace {

/// A process that holds the application's lock until it is told to end.
struct LockHolder {
  pid_t process;
  int end_pipe;
  explicit LockHolder(const fs::path& profile) {
    int ready[2], end[2];
    REQUIRE(::pipe(ready) == 0);
    REQUIRE(::pipe(end) == 0);
    process = ::fork();
    if (process == 0) {
      const int file = ::open((profile / ".parentlock").c_str(), O_RDWR | O_CREAT, 0644);
      struct flock lock {};
      lock.l_type = F_WRLCK;
      lock.l_whence = SEEK_SET;
      ::fcntl(file, F_SETLK, &lock);
      char byte = 'x';
      ::close(end[1]);
      if (::write(ready[1], &byte, 1) != 1 || ::read(end[0], &byte, 1) < 0) ::_exit(1);
      ::_exit(0);
    }
    ::close(end[0]);
    end_pipe = end[1];
    char byte;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    ::close(ready[0]);
    ::close(ready[1]);
  }
  void finish() {
    ::close(end_pipe);
    ::waitpid(process, nullptr, 0);
  }
};

/// Asks from a child process about a grandchild whose program has the name `name`. The process that holds the
/// lock must not ask: that would drop it.
bool grandchild_is_called(const fs::path& profile, const fs::path& program) {
  const pid_t asker = ::fork();
  if (asker == 0) {
    int started[2];
    if (::pipe2(started, O_CLOEXEC) != 0) ::_exit(2);
    const pid_t grandchild = ::fork();
    if (grandchild == 0) {
      ::execl(program.c_str(), "sleep", "1000", nullptr);
      ::_exit(127);
    }
    ::close(started[1]);
    char byte = 0;
    const bool ended = ::read(started[0], &byte, 1) != 0;  // closed by exec
    const bool called =
        is_caller(profile, grandchild) == true && is_caller(profile, 1) == false && running(profile);
    ::kill(grandchild, SIGKILL);
    ::_exit(called && !ended ? 0 : 1);
  }
  int status = 0;
  ::waitpid(asker, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("only a held lock makes a profile running, and its holder's children are its callers") {
  const Home home;
  const auto profile = home.profile(".thunderbird", "a.x");
  CHECK_FALSE(running(profile));
  tests::write_file(profile / ".parentlock", "");
  CHECK_FALSE(running(profile));
  LockHolder holder(profile);
  CHECK(running(profile));
  CHECK(is_caller(profile, holder.process) == true);
  CHECK(is_caller(profile, ::getpid()) == false);
  CHECK_FALSE(is_caller(profile, 2147483647).has_value());
  CHECK(running(profile));  // asking has dropped nothing
  holder.finish();
  CHECK_FALSE(running(profile));
}

TEST_CASE("a grandchild of the process that holds the lock is called by it, whatever its program's name") {
  const Home home;
  const auto profile = home.profile(".thunderbird", "a.x");
  const auto lock = ApplicationLock::try_take(profile);
  REQUIRE(lock.has_value());
  const auto program = home.folder.path() / "x) S 1 (y";
  fs::copy_file("/bin/sleep", program);
  CHECK(grandchild_is_called(profile, program));
}
