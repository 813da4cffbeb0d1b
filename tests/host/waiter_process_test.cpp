// SPDX-License-Identifier: MPL-2.0
#include <host/front/waiter_process.hpp>
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <sstream>

using host::front::start_waiter;
namespace fs = std::filesystem;

namespace {

/// A program that writes into the folder given to it what it finds about itself.
class Program {
 public:
  explicit Program(const std::string& script) : m_file(m_folder.path() / "program") {
    tests::write_file(m_file, "#!/bin/sh\n" + script);
    fs::permissions(m_file, fs::perms::owner_all);
  }
  const fs::path& file() const { return m_file; }

 private:
  tests::TemporaryFolder m_folder;
  fs::path m_file;
};

std::string report(const Program& program, const std::vector<std::string>& environment = {}) {
  const tests::TemporaryFolder profile;
  CHECK(start_waiter(program.file(), profile.path(), environment));
  return tests::read_bytes(profile.path() / "report");
}

/// Signals 1 to 31; two of the others belong to the C library.
constexpr std::uint64_t ordinary = 0x7fffffff;

/// A signal that this process ignores as long as the object lives.
struct Ignored {
  int signal;
  explicit Ignored(int number) : signal(number) { std::signal(number, SIG_IGN); }
  ~Ignored() { std::signal(signal, SIG_DFL); }
};

}  // namespace

TEST_CASE("the waiter gets the profile, and no other environment than the one given") {
  const Program program("echo \"$1\" > \"$2/report\"; tr '\\0' '\\n' < /proc/$$/environ >> \"$2/report\"\n");
  CHECK(report(program, {"A=b", "LD_LIBRARY_PATH=/usr/lib/some-nss"}) ==
        "--wait-for\nA=b\nLD_LIBRARY_PATH=/usr/lib/some-nss\n");
}

TEST_CASE("the waiter has a session of its own and no terminal") {
  const Program program("cut -d ' ' -f 1,6,7 /proc/$$/stat > \"$2/report\"\n");
  std::istringstream words(report(program));
  int process = 0, session = 0, terminal = -1;
  words >> process >> session >> terminal;
  CHECK(process > 0);
  CHECK(session == process);
  CHECK(terminal == 0);
}

TEST_CASE("the waiter inherits no descriptor, no folder and no signal that is ignored or blocked") {
  const Ignored ignored(SIGHUP);
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &blocked, &before);
  const tests::TemporaryFolder folder_of_leaked;
  const int leaked = ::open((folder_of_leaked.path() / "leaked").c_str(), O_RDWR | O_CREAT, 0600);
  const Program program(
      "for each in /proc/$$/fd/*; do case $(readlink \"$each\") in /dev/null|pipe:*|*/program) ;; ?*) echo "
      "\"$each\" "
      ">> \"$2/report\" ;; esac; done\n"
      "readlink /proc/$$/cwd >> \"$2/report\"\n"
      // In place of the shell, which blocks all signals for moments while it waits for a program.
      "exec sed -n 's/^Sig\\(Blk\\|Ign\\):/\\1/p' /proc/self/status >> \"$2/report\"\n");
  std::istringstream words(report(program));
  std::string folder, label;
  std::uint64_t blocked_there = 0, ignored_there = 0;
  words >> folder >> label >> std::hex >> blocked_there >> label >> ignored_there;
  CHECK(folder == "/");
  CHECK((words && (blocked_there & ordinary) == 0 && (ignored_there & ordinary) == 0));
  ::close(leaked);
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
}

TEST_CASE("a waiter that cannot be started, or cannot stand, is told") {
  const tests::TemporaryFolder profile;
  CHECK_FALSE(start_waiter("/nonexistent/program", profile.path(), {}));
  CHECK_FALSE(start_waiter(Program("exit 127\n").file(), profile.path(), {}));
}
