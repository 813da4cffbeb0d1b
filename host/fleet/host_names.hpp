// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <set>
#include <string>
#include <string_view>

/// What many hosts of a fleet found, as one report. The collector names a host by the name of its result file; whatever the file
/// says comes from that host and is believed of that host alone.
namespace host::fleet {

/// Letters and digits of ASCII, '.', '-' and '_', 1 to 253 of them.
bool is_host_name(std::string_view text);

/// "desk-17.example.org" of "desk-17.example.org.json"; empty for a name that no result file has.
std::string host_of_file(std::string_view file_name);

/// A list with a name a line; empty lines, and what comes after '#', do not count. Throws Error(bad_file).
std::set<std::string> host_names_in(std::string_view text);

}  // namespace host::fleet
