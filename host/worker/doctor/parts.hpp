// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/profile.hpp>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// What the doctor's worker looks at. Each problem is {id, text, fix, fixNamesUser?}: the text goes on after
/// the name of the profile, which the front adds or keeps to itself, and never holds a name, a path or a
/// value.
namespace host::worker::doctor {

/// Databases, permissions, FIPS.
void add_state(const profiles::Profile& profile, nlohmann::json& entry);
/// Our add-ons in the profile's extensions.json: {id, version, active}.
nlohmann::json addons_of(const profiles::Profile& profile);
/// Preferences that keep an add-on from reaching the host.
void add_preferences(const profiles::Profile& profile, nlohmann::json& problems);
/// What administrators' policies keep add-ons from, for each application that `profiles` or this system have.
nlohmann::json policy_problems(const std::vector<profiles::Profile>& profiles);

/// Whether lists in the form of the policies keep the host from being started: blocked by its name or by "*",
/// and not allowed by its name.
bool is_blocked(const std::vector<std::string>& blocked, const std::vector<std::string>& allowed);
/// The entries of "a, b", as the preferences have them.
std::vector<std::string> split_list(const std::string& text);

}  // namespace host::worker::doctor
