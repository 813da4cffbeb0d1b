// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <sys/types.h>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct termios;

namespace host::dialog {

/// Where a dialog could appear.
struct Screen {
  bool graphical = false;  ///< an X11 or Wayland display is named in the environment
  bool terminal = false;   ///< a terminal that we are in the foreground of
};

/// Is the process in the foreground of a terminal?
bool in_foreground_of_terminal();

/// The terminal's settings, put back when this object ends: a program that is killed leaves its own.
class TerminalState {
 public:
  TerminalState();
  ~TerminalState();
  TerminalState(const TerminalState&) = delete;

 private:
  int m_terminal;
  std::unique_ptr<termios> m_before;
};

/// A program that shows dialogs.
struct Program {
  std::filesystem::path path;
  bool uses_terminal = false;
};

/// The programs that `user` may start for a dialog, best first: the configured one alone if there is one,
/// else those in fixed places. Only what nobody but root and the user can change; one
/// whose real name says that it is for terminals only where it gets one.
std::vector<Program> dialog_programs(const std::string& configured, const Screen& screen, uid_t user);

}  // namespace host::dialog
