// SPDX-License-Identifier: MPL-2.0
#include <host/dialog/programs.hpp>
#include <host/front/trusted_path.hpp>

#include <unistd.h>
#include <algorithm>
#include <array>
#include <system_error>

namespace host::dialog {
namespace {

namespace fs = std::filesystem;

/// The plain name is what the administrator chose among those that are installed. Where it leads to one for
/// terminals, it is left out.
constexpr std::array graphical{"/usr/bin/pinentry-gnome3", "/usr/bin/pinentry-gtk-2", "/usr/bin/pinentry-gtk",
                               "/usr/bin/pinentry-qt5",    "/usr/bin/pinentry-qt4",   "/usr/bin/pinentry-qt",
                               "/usr/bin/pinentry-x11",    "/usr/bin/pinentry"};
constexpr std::array for_terminals{"/usr/bin/pinentry", "/usr/bin/pinentry-curses", "/usr/bin/pinentry-tty"};

/// Such a program shows nothing where there is only a desktop.
bool is_for_terminals(const fs::path& real) {
  const std::string name = real.filename().string();
  return name.ends_with("-curses") || name.ends_with("-tty");
}

void add(std::vector<Program>& programs, const fs::path& named, bool uses_terminal, uid_t user) {
  const fs::path path = front::real_path(named);
  std::error_code failed;
  // A folder can be "executed", too.
  if (path.empty() || !std::filesystem::is_regular_file(path, failed) || !front::is_trusted(path, user) ||
      ::access(path.c_str(), X_OK) != 0 || (is_for_terminals(path) && !uses_terminal))
    return;
  const auto same = [&](const Program& other) { return other.path == path; };
  if (std::none_of(programs.begin(), programs.end(), same)) programs.push_back({path, uses_terminal});
}

}  // namespace

std::vector<Program> dialog_programs(const std::string& configured, const Screen& screen, uid_t user) {
  std::vector<Program> programs;
  if (!configured.empty()) {
    if (fs::path(configured).is_absolute())
      add(programs, configured, screen.terminal && !screen.graphical, user);
    return programs;
  }
  if (screen.graphical)
    for (const char* path : graphical) add(programs, path, false, user);
  else if (screen.terminal)
    for (const char* path : for_terminals) add(programs, path, true, user);
  return programs;
}

}  // namespace host::dialog
