// SPDX-License-Identifier: MPL-2.0
#include <host/front/child_environment.hpp>
#include <host/front/child_process.hpp>
#include <support/kind_of.hpp>

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <sstream>

using host::front::ChildProcess;
using host::front::worker_environment;
using nssbridge::Kind;
using tests::kind_of;

namespace {

constexpr std::chrono::seconds patience{30};

struct Ended {
  int status;
  std::string errors;
};

Ended run_shell(const std::string& script, const std::vector<std::string>& environment = {}) {
  ChildProcess child("/bin/sh", {"-c", script}, environment);
  const int status = child.wait(patience);
  return {status, child.error_output()};
}

bool holds(const std::vector<std::string>& list, const std::string& entry) {
  return std::find(list.begin(), list.end(), entry) != list.end();
}

}  // namespace

TEST_CASE("a worker inherits harmless names and nothing that steers a library") {
  const char* inherited[] = {"HOME=/home/a",
                             "LANG=de_DE.UTF-8",
                             "LC_ALL=C",
                             "XDG_RUNTIME_DIR=/run/user/1",
                             "PATH=/usr/bin",
                             "NSS_MAX_MP_PBE_ITERATION_COUNT=1",
                             "NSS_DEBUG_PKCS11_MODULE=x",
                             "NSPR_LOG_MODULES=all:5",
                             "NSPR_LOG_FILE=/tmp/log",
                             "SQLITE_TMPDIR=/tmp",
                             "LD_PRELOAD=/tmp/evil.so",
                             "LD_LIBRARY_PATH=/tmp/evil",
                             "MOZ_LOG=all",
                             "SSLKEYLOGFILE=/tmp/keys",
                             "HOMER=1",
                             "HOME_=1",
                             "not-an-assignment",
                             nullptr};
  const auto environment = worker_environment(inherited, "/usr/lib/thunderbird");
  CHECK(environment == std::vector<std::string>{"HOME=/home/a", "LANG=de_DE.UTF-8", "LC_ALL=C",
                                                "XDG_RUNTIME_DIR=/run/user/1",
                                                "LD_LIBRARY_PATH=/usr/lib/thunderbird"});
  CHECK_FALSE(holds(worker_environment(inherited, ""), "LD_LIBRARY_PATH="));
  CHECK(worker_environment(inherited, "").size() == 4);
}

TEST_CASE("a child has its environment, four descriptors and nothing else of ours") {
  const int leaked = ::fcntl(STDIN_FILENO, F_DUPFD, 50);
  REQUIRE(leaked >= 50);
  const auto ended = run_shell(
      "cd /proc/self/fd; for f in *; do [ -e $f ] && echo -n \"$f \" >&2; done; echo $A >&2", {"A=b"});
  ::close(leaked);
  CHECK(ended.status == 0);
  CHECK(ended.errors.find("0 1 2 3 ") == 0);
  CHECK(ended.errors.find(" " + std::to_string(leaked) + " ") == std::string::npos);
  CHECK(ended.errors.ends_with("b\n"));
}

TEST_CASE("standard input is empty and standard output goes nowhere") {
  const auto ended = run_shell("echo lost; cat >&2; echo end >&2");
  CHECK(ended.errors == "end\n");
}

TEST_CASE("descriptor 3 of the child is the other end of our socket") {
  ChildProcess child("/bin/sh", {"-c", "echo hello >&3"}, {});
  const int socket = child.take_socket();
  char text[16];
  CHECK(::read(socket, text, sizeof text) == 6);
  CHECK(::read(socket, text, sizeof text) == 0);
  ::close(socket);
  CHECK(child.wait(patience) == 0);
}

TEST_CASE("signals that we ignore or block are as usual in the child, and it has its own process group") {
  sigset_t blocked;
  sigset_t before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &blocked, &before);
  auto* handler = std::signal(SIGINT, SIG_IGN);
  ChildProcess child(
      "/bin/sh",
      {"-c",
       "while read name value; do case $name in SigBlk:|SigIgn:) echo $value >&2; esac; done "
       "</proc/$$/status; read pid name state parent group rest </proc/$$/stat; echo $group $pid >&2"},
      {});
  child.wait(patience);
  std::signal(SIGINT, handler);
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  std::istringstream lines(child.error_output());
  std::string blocked_signals;
  std::string ignored_signals;
  std::string group;
  std::string process;
  lines >> blocked_signals >> ignored_signals >> group >> process;
  // Above 31 are signals of the C library itself, which nobody can set.
  constexpr unsigned long ordinary = 0x7FFFFFFF;
  CHECK((std::stoul(blocked_signals, nullptr, 16) & ordinary) == 0);
  CHECK((std::stoul(ignored_signals, nullptr, 16) & ordinary) == 0);
  CHECK(group == process);
}

TEST_CASE("exit statuses and deadly signals are told apart") {
  CHECK(run_shell("exit 0").status == 0);
  CHECK(run_shell("exit 127").status == 127);
  CHECK(run_shell("kill -9 $$").status == 128 + SIGKILL);
}

TEST_CASE("a child that ignores the polite signal is killed after the patience, and nothing is left behind") {
  ChildProcess child("/bin/sh", {"-c", "trap '' TERM; echo ready >&3; while :; do sleep 1; done"}, {});
  const int socket = child.take_socket();
  char text[16];
  REQUIRE(::read(socket, text, sizeof text) > 0);
  child.terminate();
  CHECK(child.wait(std::chrono::milliseconds(50)) == 128 + SIGKILL);
  ::close(socket);
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("a child that is forgotten ends with its object") {
  { const ChildProcess child("/bin/sh", {"-c", "while :; do sleep 1; done"}, {}); }
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("a program that is missing is an error") {
  CHECK(kind_of([] { ChildProcess("/nonexistent/worker", {}, {}); }) == Kind::internal);
}

TEST_CASE("an endless error output is kept only so far") {
  const auto ended = run_shell("head -c 1000000 /dev/zero | tr '\\0' x >&2", {"PATH=/usr/bin:/bin"});
  CHECK(ended.errors.size() == 64UL * 1024);
}
