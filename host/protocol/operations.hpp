// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>

/// The one table of what Certferry can do: methods, their commands, what they need, and what their parameters
/// look like. Command line, native host and worker all read it; what is not in it does not exist.
namespace host::protocol {

enum class Shape {
  profile,  ///< the opaque id of a profile; never a path
  text,     ///< 1 to 1024 bytes
  name,     ///< one component of a name that the host itself made: no '/', no leading '.'
  choice,   ///< one of `choices`
  boolean,
  fingerprint_or_null,  ///< 64 lower-case hexadecimal digits, or null
  fingerprints,         ///< an array of fingerprints, each once
};

struct Member {
  std::string_view name;
  Shape shape;
  bool required = false;
  std::string_view choices = {};  ///< for Shape::choice, separated by '|'
};

struct Operation {
  std::string_view method;     ///< "profiles.list"
  std::string_view command;    ///< the command of the command line that runs it
  bool writes = false;         ///< may change a profile
  bool needs_keys = false;     ///< may ask for a primary password
  bool needs_consent = false;  ///< parts of it may need the person's word (rule C1)
  std::span<const Member> members = {};
};

std::span<const Operation> operations();
/// Null if there is no such method.
const Operation* find_operation(std::string_view method);
/// The operation, or Error(unknown_method).
const Operation& operation(std::string_view method);

/// Throws Error(invalid_request) unless `params` is an object with exactly the members that the operation
/// knows, each of its shape.
void check_params(const Operation& operation, const nlohmann::json& params);

}  // namespace host::protocol
