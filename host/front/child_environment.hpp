// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/accounts.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace host::front {

/// The whole environment of a worker, as "NAME=value": what is on the list of harmless names, and where to
/// load NSS from. Nothing else passes: variables of NSS, NSPR, SQLite, the loader and Mozilla weaken keys or
/// write files. An empty folder means the system's own libraries.
std::vector<std::string> worker_environment(const char* const* inherited,
                                            const std::filesystem::path& nss_folder);

/// The same for a worker that becomes another user: of what was inherited only language and time zone.
std::vector<std::string> worker_environment_of(const Account& account, const char* const* inherited,
                                               const std::filesystem::path& nss_folder);

/// The whole environment of a program for dialogs: what leads to the screen and says how to speak, and a
/// fixed PATH.
std::vector<std::string> dialog_environment(const char* const* inherited);

/// The value of `name`; empty if there is none.
std::string_view value_in(const char* const* environment, std::string_view name);

}  // namespace host::front
