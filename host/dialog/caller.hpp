// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string>

namespace host::dialog {

/// Who asks, as a dialog says it. Never from a request: what a request says of its sender proves nothing.
struct Caller {
  std::string id;       ///< of the add-on, from the arguments that the browser gave; may be empty
  std::string program;  ///< the executable that started us; empty if that cannot be seen
  bool command_line = false;
};

/// The executable of process `number`, as the kernel knows it; empty if that cannot be seen.
std::string executable_of(int number);

/// As part of a sentence; id and program with at most `longest` characters each.
std::string in_words(const Caller& caller, std::size_t longest);

}  // namespace host::dialog
