// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/cancellation.hpp>
#include <host/front/interaction.hpp>

#include <map>
#include <optional>
#include <string>
#include <variant>

namespace host::cli {

/// Passwords that scripts give through file descriptors: one line each, all read before any work begins, so
/// that two roles may name one descriptor (order: from, to, file, profile) and a line that nobody needs is used up
/// all the same.
class DescriptorPasswords {
 public:
  /// Reads and closes the descriptors (standard input stays open). Throws UsageError for one that is not
  /// open, Error(cancelled) and Error(invalid_request) for a line that is too long or holds a NUL.
  DescriptorPasswords(const std::map<std::string, int>& by_role, const front::Cancellation& cancellation);

  /// Nothing if no descriptor was given for `role`. A password is given out once: the second try is refused.
  std::optional<std::variant<nssbridge::Secret, front::Refusal>> answer(const std::string& role, int attempt);

 private:
  /// Nothing where the descriptor had no line.
  std::map<std::string, std::optional<nssbridge::Secret>> m_by_role;
};

/// One line up to the line feed, read byte by byte so that nothing behind it is taken. Nothing at the end.
std::optional<nssbridge::Secret> read_secret_line(int descriptor, const front::Cancellation& cancellation);

}  // namespace host::cli
