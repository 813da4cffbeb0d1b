// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>

/// The one table of what Certferry can do: methods, their commands, and what they need. What parameters and
/// results look like is in host/protocol/schemas, one file a method. Command line, native host and worker all
/// read it; what is not in it does not exist.
namespace host::protocol {

struct Operation {
  std::string_view method;     ///< "profiles.list"
  std::string_view command;    ///< the command of the command line that runs it
  bool writes = false;         ///< may change a profile
  bool needs_keys = false;     ///< may ask for a primary password
  bool needs_consent = false;  ///< parts of it may need the person's word (rule C1)
  bool makes_file = false;     ///< a file outside profiles, which the process that is asked writes
  bool takes_file = false;     ///< one that comes as bytes and may have a password of its own
  bool looks_around = false;   ///< reads what an administrator decides although it changes nothing
  bool by_front = false;       ///< answered by the process that is asked; it starts workers itself
};

std::span<const Operation> operations();
/// Null if there is no such method.
const Operation* find_operation(std::string_view method);
/// The operation, or Error(unknown_method).
const Operation& operation(std::string_view method);

/// Throws Error(invalid_request) unless `params` is what the method's schema says. The message names members,
/// never their values. Also for what is in no table: "hello" and "ping".
void check_params(std::string_view method, const nlohmann::json& params);

}  // namespace host::protocol
