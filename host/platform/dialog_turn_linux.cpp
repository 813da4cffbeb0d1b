// SPDX-License-Identifier: MPL-2.0
#include <host/dialog/dialog_turn.hpp>
#include <host/front/child_environment.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <system_error>

namespace host::dialog {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds between_tries{100};
constexpr std::time_t rest_after_refusal = 10;
constexpr const char* refusal_name = "refused";

bool is_own(const struct stat& status) {
  return S_ISDIR(status.st_mode) && status.st_uid == ::geteuid() &&
         (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool is_own_folder(const fs::path& folder) {
  struct stat status {};
  return ::lstat(folder.c_str(), &status) == 0 && is_own(status);
}

/// The folder, opened; -1 if it is not ours alone.
int open_folder(const fs::path& folder) {
  if (folder.empty()) return -1;
  ::mkdir(folder.parent_path().c_str(), 0700);
  ::mkdir(folder.c_str(), 0700);
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat status {};
  if (descriptor >= 0 && (::fstat(descriptor, &status) != 0 || !is_own(status))) {
    ::close(descriptor);
    return -1;
  }
  return descriptor;
}

}  // namespace

DialogTurn::DialogTurn(const fs::path& folder, const front::Cancellation& cancellation,
                       const std::function<void()>& on_wait)
    : m_folder(open_folder(folder)) {
  if (m_folder < 0) return;
  m_lock = ::openat(m_folder, "dialog.lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (m_lock < 0) return;
  m_status = wait(cancellation, on_wait);
  if (m_status == Status::ours && refused_lately()) m_status = Status::refused_lately;
}

DialogTurn::~DialogTurn() {
  if (m_lock >= 0) ::close(m_lock);
  if (m_folder >= 0) ::close(m_folder);
}

DialogTurn::Status DialogTurn::wait(const front::Cancellation& cancellation,
                                    const std::function<void()>& on_wait) const {
  for (bool told = false; ::flock(m_lock, LOCK_EX | LOCK_NB) != 0; told = true) {
    if (errno != EWOULDBLOCK && errno != EINTR) return Status::impossible;
    if (!told) on_wait();
    if (cancellation.requested_within(between_tries)) return Status::cancelled;
  }
  return cancellation.requested() ? Status::cancelled : Status::ours;
}

bool DialogTurn::refused_lately() const {
  struct stat status {};
  if (::fstatat(m_folder, refusal_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return false;
  const std::time_t age = std::time(nullptr) - status.st_mtim.tv_sec;
  // A negative age is a clock that was set back.
  return age >= 0 && age < rest_after_refusal;
}

void DialogTurn::note_refusal() const {
  const int mark = ::openat(m_folder, refusal_name, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (mark < 0) return;
  ::futimens(mark, nullptr);
  ::close(mark);
}

fs::path turn_folder(const char* const* environment) {
  const fs::path runtime = front::value_in(environment, "XDG_RUNTIME_DIR");
  if (runtime.is_absolute() && is_own_folder(runtime)) return runtime / "certferry";
  const fs::path home = front::value_in(environment, "HOME");
  return home.is_absolute() ? home / ".cache" / "certferry" : fs::path();
}

}  // namespace host::dialog
