// SPDX-License-Identifier: MPL-2.0
#include <host/dialog/programs.hpp>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace host::dialog {

bool in_foreground_of_terminal() {
  const int terminal = ::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0) return false;
  const bool foreground = ::tcgetpgrp(terminal) == ::getpgrp();
  ::close(terminal);
  return foreground;
}

TerminalState::TerminalState()
    : m_terminal(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)), m_before(std::make_unique<termios>()) {
  if (m_terminal >= 0 && ::tcgetattr(m_terminal, m_before.get()) != 0) {
    ::close(m_terminal);
    m_terminal = -1;
  }
}

TerminalState::~TerminalState() {
  if (m_terminal < 0) return;
  ::tcsetattr(m_terminal, TCSANOW, m_before.get());
  ::close(m_terminal);
}

}  // namespace host::dialog
