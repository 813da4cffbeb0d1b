// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string_view>

/// `certferry` as a binary module of Ansible: one audit, and one JSON object on standard output.
namespace host::cli {

/// Is that the name under which Ansible starts the module? Nothing else, no file and no argument, makes a module of the
/// program (rule N4).
bool is_ansible_module(std::string_view program);

/// Runs the module: `words` are the program and the file of arguments. Prints {changed: false, failed, msg} and `summary` and
/// `audit`, or `kind`. Returns 0, or 1 where it failed. An audit with findings has not failed, and nothing is ever changed, so
/// that check mode needs no care.
int run_ansible_module(int count, const char* const* words);

}  // namespace host::cli
