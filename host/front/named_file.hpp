// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>

namespace host::front {

/// The bytes of a file that the person named on the command line, a pipe included. Throws Error(bad_file) for what is no
/// file, Error(io_failure), Error(permission_denied), Error(too_large) beyond `most` bytes.
std::string read_named_file(const std::filesystem::path& file, std::size_t most);

}  // namespace host::front
