// SPDX-License-Identifier: MPL-2.0
#include <host/front/waiter_process.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace host::front {
namespace {

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const auto& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

/// What is open in an application that started us delays its quitting: nothing of it may live on in the
/// waiter.
class Detachment {
 public:
  Detachment() {
    posix_spawn_file_actions_init(&m_actions);
    posix_spawnattr_init(&m_attributes);
    posix_spawn_file_actions_addchdir_np(&m_actions, "/");
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
      posix_spawn_file_actions_addopen(&m_actions, standard, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_addclosefrom_np(&m_actions, STDERR_FILENO + 1);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&m_attributes, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&m_attributes, &signals);
    posix_spawnattr_setflags(&m_attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~Detachment() {
    posix_spawnattr_destroy(&m_attributes);
    posix_spawn_file_actions_destroy(&m_actions);
  }
  Detachment(const Detachment&) = delete;
  int start(pid_t& process, const std::vector<std::string>& words,
            const std::vector<std::string>& environment) {
    return ::posix_spawn(&process, words.front().c_str(), &m_actions, &m_attributes, pointers(words).data(),
                         pointers(environment).data());
  }

 private:
  posix_spawn_file_actions_t m_actions{};
  posix_spawnattr_t m_attributes{};
};

}  // namespace

bool start_waiter(const std::filesystem::path& program, const std::filesystem::path& profile,
                  const std::vector<std::string>& environment) {
  pid_t process = -1;
  if (Detachment().start(process, {program.string(), "--wait-for", profile.string()}, environment) != 0)
    return false;
  // What we started forks at once and ends: the waiter itself is nobody's child, and nobody has to reap it.
  int status = 0;
  while (::waitpid(process, &status, 0) < 0)
    if (errno != EINTR) return false;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace host::front
