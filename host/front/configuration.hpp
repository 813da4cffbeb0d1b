// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <sys/types.h>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace host::front {

/// What the administrator and the person set in certferry.json.
struct Configuration {
  std::string pinentry;                            ///< program for password dialogs; empty: found by itself
  std::vector<std::filesystem::path> nss_folders;  ///< further places of NSS libraries
  std::vector<std::string> allowed_extensions;     ///< further add-on ids that may call the host
};

/// /etc/certferry/certferry.json, then the one of the person.
std::vector<std::filesystem::path> configuration_files();

/// Reads `files` in order: lists grow, a later single value wins, a missing file is an empty one. Throws
/// Error(bad_file) for what is no configuration and Error(permission_denied) for a file that others can
/// change.
Configuration read_configuration(std::span<const std::filesystem::path> files, uid_t user);

/// The same from configuration_files(), for the effective user.
Configuration read_configuration();

}  // namespace host::front
