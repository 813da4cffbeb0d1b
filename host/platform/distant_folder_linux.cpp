// SPDX-License-Identifier: MPL-2.0
#include <host/front/distant_folder.hpp>
#include <nssbridge/descriptor.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace host::front {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using nssbridge::Descriptor;

constexpr std::chrono::seconds patience{10};

/// As it goes through the pipe: less than a pipe writes at once.
struct Answer {
  bool is_folder;
  uid_t owner;
  gid_t group;
  std::array<char, 3072> real;
};
static_assert(sizeof(Answer) <= PIPE_BUF);

/// In the child. It keeps nothing open: whoever waits for the end of our output would wait for it too.
[[noreturn]] void look_and_answer(const char* folder, int output) {
  ::dup2(output, 0);
  ::close_range(1, ~0U, 0);
  Answer answer{};
  struct stat status {};
  if (::lstat(folder, &status) == 0) {
    answer.is_folder = S_ISDIR(status.st_mode);
    answer.owner = status.st_uid;
    answer.group = status.st_gid;
  }
  std::array<char, PATH_MAX> real{};
  if (::realpath(folder, real.data()) != nullptr && std::strlen(real.data()) < answer.real.size())
    std::copy_n(real.data(), answer.real.size(), answer.real.data());
  const bool written = ::write(0, &answer, sizeof answer) == static_cast<ssize_t>(sizeof answer);
  ::_exit(written ? 0 : 1);
}

/// Whether something can be read before patience ends.
bool wait_readable(int descriptor) {
  const auto end = Clock::now() + patience;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd watched{descriptor, POLLIN, 0};
    const int found = ::poll(&watched, 1, static_cast<int>(std::max<long>(left, 0)));
    if (found > 0) return true;
    if (found == 0 || left <= 0) return false;
  }
}

}  // namespace

std::optional<FolderFacts> ask_about_folder(const fs::path& folder) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  const Descriptor input(ends[0]);
  Descriptor output(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) return std::nullopt;
  if (child == 0) look_and_answer(folder.c_str(), output.number());
  output = Descriptor();
  Answer answer{};
  const bool answered = wait_readable(input.number()) && ::read(input.number(), &answer, sizeof answer) == static_cast<ssize_t>(sizeof answer);
  if (!answered) ::kill(child, SIGKILL);
  // One that the kernel lets wait for a server cannot be ended, nor waited for: it goes when that answers.
  ::waitpid(child, nullptr, answered ? 0 : WNOHANG);
  if (!answered) return std::nullopt;
  return FolderFacts{answer.is_folder, answer.owner, answer.group, answer.real.data()};
}

}  // namespace host::front
