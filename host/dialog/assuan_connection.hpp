// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/cancellation.hpp>
#include <nssbridge/secret.hpp>

#include <chrono>
#include <memory>
#include <set>
#include <string>

struct assuan_context_s;

namespace host::dialog {

/// How a command ended.
enum class Reply {
  ok,
  refused,    ///< the person said no, or closed the dialog
  timed_out,  ///< nobody answered
  error,      ///< the program cannot do it
  gone,       ///< the program ended, or what it says is no protocol
  cancelled,  ///< cancellation was asked for
};

/// A conversation in the Assuan protocol with the program at the other end of a socket. All memory that
/// libassuan gets is wiped when it gives it back: what the person types passes through it.
class AssuanConnection {
 public:
  /// Owns `socket`. `cancellation` must outlive this object. Waits for the greeting; `greeting` says how that
  /// ended.
  AssuanConnection(int socket, const front::Cancellation& cancellation);
  ~AssuanConnection();
  AssuanConnection(const AssuanConnection&) = delete;

  Reply greeting() const { return m_greeting; }
  /// A command that the program answers by itself, soon.
  Reply tell(const std::string& line);
  /// A command that waits for the person. What was typed goes to `typed`, empty if nothing was.
  Reply ask(const std::string& line, nssbridge::Secret& typed);
  /// The program said this of the last command, beside its answer.
  bool saw_status(const std::string& keyword) const { return m_statuses.contains(keyword); }

 private:
  struct Entered;
  /// What reading and writing look at.
  struct Watch {
    const front::Cancellation& cancellation;
    std::chrono::milliseconds longest;
  };
  struct Hooks;
  struct Release {
    void operator()(assuan_context_s* context) const;
  };

  Reply transact(const std::string& line, Entered* entered);
  void note_status(std::string_view text);
  static Reply reply_for_number(const char* text);
  Reply reply_for(unsigned int error) const;

  Watch m_watch;
  std::unique_ptr<assuan_context_s, Release> m_context;
  std::set<std::string> m_statuses;
  Reply m_greeting = Reply::gone;
};

}  // namespace host::dialog
