// SPDX-License-Identifier: MPL-2.0
#include <host/selection/pending.hpp>

#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <string_view>
#include <vector>

namespace host::selection {

using nssbridge::Error;
using nssbridge::Kind;

namespace {

/// The waiter holds this lock for its life.
bool somebody_waits(const std::filesystem::path& profile) {
  const int descriptor = ::open((profile / "certferry/waiter.lock").c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return false;
  const bool held = ::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(descriptor);
  return held;
}

bool passes(std::string_view entry) {
  constexpr std::array names{"HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ"};
  const auto name = entry.substr(0, entry.find('='));
  return name.starts_with("LC_") || name.starts_with("XDG_") ||
         std::ranges::find(names, name, [](const char* each) { return std::string_view(each); }) !=
             names.end();
}

std::vector<std::string> waiter_environment(const std::filesystem::path& nss_folder) {
  std::vector<std::string> environment{"PATH=/usr/bin:/bin"};
  for (char** entry = ::environ; *entry != nullptr; ++entry)
    if (passes(*entry)) environment.emplace_back(*entry);
  if (!nss_folder.empty()) environment.push_back("LD_LIBRARY_PATH=" + nss_folder.string());
  return environment;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (auto& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

/// What the worker ignores or blocks, the waiter shall not.
void reset_signals() {
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  for (int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGCHLD}) std::signal(signal, SIG_DFL);
}

/// Own session, no inherited descriptor (one delays the quitting of an application that started us).
[[noreturn]] void become_waiter(char* const* arguments, char* const* environment) {
  ::setsid();
  reset_signals();
  if (::fork() != 0) ::_exit(0);
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int standard = 0; standard <= 2; ++standard) ::dup2(nothing, standard);
  ::close_range(3, ~0U, 0);
  if (::chdir("/") != 0) ::_exit(127);
  ::execve("/proc/self/exe", arguments, environment);
  ::_exit(127);
}

}  // namespace

void start_waiter(const std::filesystem::path& profile, const std::filesystem::path& nss_folder) {
  if (somebody_waits(profile)) return;
  std::vector<std::string> arguments{"certferry-worker", "--wait-for", profile.string()};
  auto environment = waiter_environment(nss_folder);
  const auto argument_list = pointers(arguments), environment_list = pointers(environment);
  const pid_t child = ::fork();
  if (child < 0)
    throw Error(Kind::io_failure,
                "The selection is kept, but no process could be started that applies it later. Close "
                "Thunderbird and run the command again.");
  if (child == 0) become_waiter(argument_list.data(), environment_list.data());
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace host::selection
