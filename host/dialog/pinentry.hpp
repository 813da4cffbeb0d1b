// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/dialog/assuan_connection.hpp>
#include <host/dialog/programs.hpp>
#include <host/dialog/texts.hpp>
#include <host/front/child_process.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace host::dialog {

/// One dialog of the pinentry family. The program is started here and has ended when this object ends.
class Pinentry {
 public:
  /// Throws Error if the program cannot be started. `cancellation` must outlive this object.
  Pinentry(const Program& program, const std::vector<std::string>& environment,
           const front::Cancellation& cancellation);
  /// Says goodbye; after a cancellation the program ends at once.
  ~Pinentry();
  Pinentry(const Pinentry&) = delete;

  /// Shows `text` and waits for the person; what was typed goes to `typed`. Reply::error: it was not shown.
  Reply show(const Text& text, nssbridge::Secret& typed);
  /// The person typed the same twice, as Text::repeat wanted. Programs that cannot ask so are silent about it.
  bool was_repeated() const { return m_connection->saw_status("PIN_REPEATED"); }

 private:
  Reply prepare(const Text& text);
  Reply ask_to_repeat(const Text& text);

  const front::Cancellation& m_cancellation;
  std::string m_terminal_type;
  std::unique_ptr<TerminalState> m_terminal;  ///< null where the program does not use it
  front::ChildProcess m_process;
  std::optional<AssuanConnection> m_connection;
};

}  // namespace host::dialog
