// SPDX-License-Identifier: MPL-2.0
// Stands in for certferry-worker where the start of the waiter is tested: `waiter_probe PROFILE NSS-FOLDER`
// starts the waiter, which is this program again with `--wait-for PROFILE`; that one writes what it was given
// into PROFILE/report and waits, as the real one does, until PROFILE/end is there.
#include <host/selection/pending.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace fs = std::filesystem;

namespace {

void report(const fs::path& profile) {
  std::ofstream out(profile / "report.new", std::ios::app);
  for (char** entry = ::environ; *entry != nullptr; ++entry) out << "environment " << *entry << "\n";
  for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    const auto target = fs::read_symlink(entry.path(), gone);
    const bool own = target.filename() == "report.new" || target.filename() == "waiter.lock" ||
                     target.string().starts_with("/proc/");
    if (!gone && !own)
      out << "descriptor " << entry.path().filename().string() << " " << target.string() << "\n";
  }
  struct sigaction action {};
  ::sigaction(SIGPIPE, nullptr, &action);
  std::ofstream(profile / "session") << ::getsid(0);
  out << "session leader " << (::getsid(0) == ::getpid()) << "\nterminal "
      << (::open("/dev/tty", O_RDWR) >= 0) << "\nSIGPIPE default " << (action.sa_handler == SIG_DFL)
      << "\nfolder " << fs::current_path().string() << "\n";
  out.close();
  fs::rename(profile / "report.new", profile / "report");
}

int wait_for(const fs::path& profile) {
  const int lock = ::open((profile / "certferry/waiter.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) return 0;
  if (fs::exists(profile / "report")) fs::rename(profile / "report", profile / "report.new");
  report(profile);
  while (!fs::exists(profile / "end")) ::usleep(10'000);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  if (std::string_view(argv[1]) == "--wait-for") return wait_for(argv[2]);
  host::selection::start_waiter(argv[1], argv[2]);
  return 0;
}
