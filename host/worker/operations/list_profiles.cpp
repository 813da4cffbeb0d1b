// SPDX-License-Identifier: MPL-2.0
#include <host/worker/operations/operations.hpp>

#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

namespace host::worker {

using nlohmann::json;
namespace files = nssbridge::files;

namespace {

const char* name_of(files::Format format) {
  return format == files::Format::sql ? "sql" : format == files::Format::dbm ? "dbm" : "none";
}

json tri_state(const std::optional<bool>& value) { return value ? json(*value) : json(); }

/// Nothing where it could not be told: an unreadable profile is still listed.
std::optional<bool> password_protected(const profiles::Profile& profile) {
  if (profile.format == files::Format::none) return false;
  if (profile.format == files::Format::dbm) return std::nullopt;
  try {
    const auto state = files::inspect(profile.path);
    if (state.hot_journal) return std::nullopt;
    return state.password ? state.password->protects : std::optional<bool>(false);
  } catch (const nssbridge::Error&) {
    return std::nullopt;
  }
}

json profile_json(const profiles::Profile& profile, std::optional<int> caller) {
  return {{"id", profile.id},
          {"application", profiles::name_of(profile.application)},
          {"name", nssbridge::to_valid_utf8(profile.name)},
          {"path", nssbridge::to_valid_utf8(profile.path.string())},
          {"isDefault", profile.is_default},
          {"running", profiles::running(profile.path)},
          {"passwordProtected", tri_state(password_protected(profile))},
          {"format", name_of(profile.format)},
          {"packaging", profiles::name_of(profile.packaging)},
          {"isCaller", caller ? tri_state(profiles::is_caller(profile.path, *caller)) : json()}};
}

}  // namespace

json list_profiles(session::Session& session) {
  json list = json::array();
  for (const auto& profile : profiles::discover()) list.push_back(profile_json(profile, session.caller_process()));
  return {{"profiles", std::move(list)}};
}

}  // namespace host::worker
