// SPDX-License-Identifier: MPL-2.0
#include <host/cli/descriptor_passwords.hpp>
#include <host/cli/terminal.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>
#include <cerrno>

namespace host::cli {
namespace {

using nssbridge::Error;
using nssbridge::Kind;

/// Typing shows nothing while this lives. Keys that would stop or kill the process in that state are off;
/// Ctrl-C is a signal that we handle, so the destructor always runs.
class HiddenTyping {
 public:
  explicit HiddenTyping(int descriptor) : m_descriptor(descriptor) {
    if (::tcgetattr(descriptor, &m_before) != 0) return;
    termios hidden = m_before;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL);
    hidden.c_lflag |= ICANON | ISIG;
    hidden.c_cc[VSUSP] = _POSIX_VDISABLE;
    hidden.c_cc[VQUIT] = _POSIX_VDISABLE;
    m_changed = ::tcsetattr(descriptor, TCSAFLUSH, &hidden) == 0;
  }
  ~HiddenTyping() {
    if (m_changed) ::tcsetattr(m_descriptor, TCSAFLUSH, &m_before);
  }
  HiddenTyping(const HiddenTyping&) = delete;
  bool works() const { return m_changed; }

 private:
  int m_descriptor;
  termios m_before{};
  bool m_changed = false;
};

}  // namespace

std::unique_ptr<Terminal> Terminal::open(const front::Cancellation& cancellation) {
  const int descriptor = ::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (descriptor < 0) return nullptr;
  return std::unique_ptr<Terminal>(new Terminal(descriptor, cancellation));
}

Terminal::~Terminal() {
  ::close(m_descriptor);
}

void Terminal::write(const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t put = ::write(m_descriptor, text.data() + done, text.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return;
    done += static_cast<std::size_t>(put);
  }
}

std::optional<std::string> Terminal::read_line() {
  std::string line;
  for (;;) {
    if (!m_cancellation.wait_readable(m_descriptor)) return std::nullopt;
    char byte = 0;
    const ssize_t got = ::read(m_descriptor, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    if (byte == '\n') return line;
    line += byte;
  }
}

std::optional<nssbridge::Secret> Terminal::read_secret(const std::string& prompt) {
  std::optional<nssbridge::Secret> secret;
  {
    const HiddenTyping hidden(m_descriptor);
    if (!hidden.works()) return std::nullopt;
    write(prompt);
    try {
      secret = read_secret_line(m_descriptor, m_cancellation);
    } catch (const Error& error) {
      if (error.kind() != Kind::cancelled && error.kind() != Kind::io_failure) throw;
    }
  }
  write("\n");
  return secret;
}

}  // namespace host::cli
