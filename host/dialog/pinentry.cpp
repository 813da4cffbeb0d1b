// SPDX-License-Identifier: MPL-2.0
#include <host/dialog/pinentry.hpp>

#include <algorithm>

namespace host::dialog {
namespace {

using front::ChildProcess;

/// A dialog that outlived its caller, or that nobody sees, goes away by itself.
constexpr const char* longest_wait = "SETTIMEOUT 600";

constexpr std::chrono::seconds patience_at_end{1};

ChildProcess::Role role_of(const Program& program) {
  return program.uses_terminal ? ChildProcess::Role::terminal_dialog : ChildProcess::Role::dialog;
}

/// A plain word that cannot be anything but a terminal's type.
std::string terminal_type(const std::vector<std::string>& environment) {
  for (const std::string& entry : environment) {
    if (!entry.starts_with("TERM=") || entry.size() > 64) continue;
    std::string type = entry.substr(5);
    const auto plain = [](unsigned char byte) { return byte > ' ' && byte < 0x7F && byte != '%'; };
    if (!type.empty() && std::all_of(type.begin(), type.end(), plain)) return type;
  }
  return "dumb";
}

}  // namespace

Pinentry::Pinentry(const Program& program, const std::vector<std::string>& environment,
                   const front::Cancellation& cancellation)
    : m_cancellation(cancellation),
      m_terminal_type(terminal_type(environment)),
      m_terminal(program.uses_terminal ? std::make_unique<TerminalState>() : nullptr),
      m_process(program.path, {}, environment, role_of(program)),
      m_connection(std::in_place, m_process.take_socket(), cancellation) {}

Pinentry::~Pinentry() {
  const bool at_once = m_cancellation.requested();
  m_connection.reset();
  if (!at_once) m_process.wait(patience_at_end);
}

Reply Pinentry::prepare(const Text& text) {
  if (m_connection->greeting() != Reply::ok) return m_connection->greeting();
  // Options that a program does not know are no reason to stop.
  std::vector<std::string> options{"OPTION lc-ctype=C.UTF-8", longest_wait};
  if (m_terminal) {
    options.emplace_back("OPTION ttyname=/dev/tty");
    options.push_back("OPTION ttytype=" + m_terminal_type);
  }
  for (const std::string& option : options)
    if (const Reply reply = m_connection->tell(option); reply == Reply::gone || reply == Reply::cancelled)
      return reply;
  std::vector<std::string> lines{"SETTITLE Certferry", "SETDESC " + encoded(text.description),
                                 "SETOK " + encoded(text.accept), "SETCANCEL " + encoded(text.refuse)};
  if (!text.prompt.empty()) lines.push_back("SETPROMPT " + encoded(text.prompt));
  if (!text.error.empty()) lines.push_back("SETERROR " + encoded(text.error));
  for (const std::string& line : lines)
    if (const Reply reply = m_connection->tell(line); reply != Reply::ok) return reply;
  return ask_to_repeat(text);
}

Reply Pinentry::ask_to_repeat(const Text& text) {
  if (text.repeat.empty()) return Reply::ok;
  for (const std::string& line : {"SETREPEAT " + encoded(text.repeat), std::string("SETREPEATERROR Not the same")})
    if (const Reply reply = m_connection->tell(line); reply == Reply::gone || reply == Reply::cancelled) return reply;
  return Reply::ok;
}

Reply Pinentry::show(const Text& text, nssbridge::Secret& typed) {
  const Reply prepared = prepare(text);
  // Gone before it could show anything: nobody saw it.
  if (prepared != Reply::ok) return prepared == Reply::cancelled ? prepared : Reply::error;
  return m_connection->ask(text.prompt.empty() ? "CONFIRM" : "GETPIN", typed);
}

}  // namespace host::dialog
