// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>

/// Members of results in texts for people.
namespace host::text {

/// The first 16 digits: enough to name it on the command line and to be told apart by people.
std::string short_fingerprint(const nlohmann::json& fingerprint);
/// "2027-03-01" of an RFC 3339 time; what is none stays whole, because a cut may go through a character.
std::string day_of(std::string_view time);

/// The string member `name`, made printable; empty where there is none.
std::string text_of(const nlohmann::json& object, const char* name);
bool is_true(const nlohmann::json& object, const char* name);
/// "1 certificate", "2 certificates".
std::string count_of(std::size_t number, const std::string& noun);

}  // namespace host::text
