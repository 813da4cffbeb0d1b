// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json.hpp>

#include <set>
#include <string>

/// What in a profile is about those to whom the person writes.
namespace host::report {

/// Certificates of the person and of authorities; all others are of correspondents.
std::set<std::string> own_certificates(const nlohmann::json& profile);

/// A finding may say itself whose certificate it is about (`role`: "personal", "authority", "correspondent"). One that
/// says nothing about a certificate that the profile does not list is taken to be about a correspondent.
bool is_of_correspondent(const nlohmann::json& finding, const std::set<std::string>& own);

}  // namespace host::report
