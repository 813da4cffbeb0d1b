// SPDX-License-Identifier: MPL-2.0
#include <host/dialog/caller.hpp>
#include <host/text/words.hpp>

#include <filesystem>
#include <system_error>

namespace host::dialog {

std::string executable_of(int number) {
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/" + std::to_string(number) + "/exe", failed);
  return failed ? std::string() : program.string();
}

std::string in_words(const Caller& caller, std::size_t longest) {
  const std::string program =
      caller.program.empty() ? "a program that cannot be seen" : text::short_name(caller.program, longest);
  if (caller.command_line) return "the command certferry, started by " + program;
  if (caller.id.empty()) return "an add-on that gives no name, started by " + program;
  return "the add-on " + text::short_name(caller.id, longest) + ", started by " + program;
}

}  // namespace host::dialog
