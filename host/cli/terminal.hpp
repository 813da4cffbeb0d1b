// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/cancellation.hpp>
#include <nssbridge/secret.hpp>

#include <memory>
#include <optional>
#include <string>

namespace host::cli {

/// The terminal of the person, whatever standard input and output are.
class Terminal {
 public:
  /// Null where there is none.
  static std::unique_ptr<Terminal> open(const front::Cancellation& cancellation);
  ~Terminal();
  Terminal(const Terminal&) = delete;

  void write(const std::string& text);
  /// Without the line feed. Nothing at the end of input or when cancelled.
  std::optional<std::string> read_line();
  /// The same with nothing shown of what is typed from the prompt on; the terminal is as before afterwards,
  /// whatever happens.
  std::optional<nssbridge::Secret> read_secret(const std::string& prompt);

 private:
  Terminal(int descriptor, const front::Cancellation& cancellation)
      : m_descriptor(descriptor), m_cancellation(cancellation) {}

  int m_descriptor;
  const front::Cancellation& m_cancellation;
};

}  // namespace host::cli
