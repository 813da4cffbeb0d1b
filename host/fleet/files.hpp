// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/fleet/octets.hpp>
#include <nssbridge/descriptor.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace host::fleet {

/// A file of this user that nobody else can read, made where it is not there; its path without links. Throws
/// Error(permission_denied) for one that is another's, that others can read, or that is a link, Error(bad_file) for what is no
/// file, Error(io_failure).
std::string own_file(const std::filesystem::path& file);

/// The result files that the words of a command line mean: files as they are, of a folder what ends with ".json", in the order of
/// their names. Throws Error(bad_file) for a word that names nothing, Error(permission_denied), Error(io_failure).
std::vector<std::filesystem::path> result_files(const std::vector<std::filesystem::path>& words);

/// The octets of a regular file; no link is followed, and a FIFO or a device is neither read nor waited for. Throws Rejected, here and
/// while it is read.
Source result_octets(const std::filesystem::path& file);

}  // namespace host::fleet
