// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

/// The one member of certferry.json that we write, "allowedExtensions". All others are the person's and stay.
namespace host::install {

/// Of a configuration's bytes. Throws Error(bad_file) if they are no configuration.
std::vector<std::string> allowed_extensions_in(const std::optional<std::string>& bytes);

/// The configuration with that list in place of its own; nothing if no member is left, so that no file is
/// needed. Throws like the above.
std::optional<std::string> with_allowed_extensions(const std::optional<std::string>& bytes,
                                                   const std::vector<std::string>& ids);

}  // namespace host::install
