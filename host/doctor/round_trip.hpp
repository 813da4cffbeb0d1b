// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace host::doctor {

/// What a browser would make of the host's standard output after `hello` and `ping`.
struct Answers {
  bool complete = false;               ///< both answers are there
  bool polluted = false;               ///< what should be a length is none
  bool wrong = false;                  ///< a message that is no answer to what was asked
  std::string pollution;               ///< what stood there, as text where it is text
  std::optional<std::string> version;  ///< hostVersion
};

/// Never throws.
Answers read_answers(std::string_view output);

/// Both requests as a browser frames them.
std::string greeting();

}  // namespace host::doctor
