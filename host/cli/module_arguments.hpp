// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/cli/options.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>

namespace host::cli {

/// What Ansible hands to its module.
struct ModuleArguments {
  Options options;                                  ///< an audit's, as if typed; redaction of correspondents is not among them
  std::optional<std::filesystem::path> programs;    ///< the folder that certferry-worker lies in; nothing: as installed
};

/// Of an arguments file. No administrator writes that much.
inline constexpr std::size_t most_octets_of_module_arguments = std::size_t{1} << 20;

/// Reads the JSON object that Ansible writes for a binary module. Members named `_ansible_...` are Ansible's own; null is
/// absent; flags, numbers and lists may come as the texts that `name=value` gives. Throws Error(invalid_request), without
/// quoting, for everything that the module does not know.
ModuleArguments read_module_arguments(std::string_view text);

}  // namespace host::cli
