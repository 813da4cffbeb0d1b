// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/profile.hpp>
#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

namespace host::session {

/// A profile as a question to the front names it.
inline nlohmann::json describe(const profiles::Profile& profile) {
  return {{"id", profile.id}, {"name", nssbridge::to_valid_utf8(profile.name)},
          {"application", profiles::name_of(profile.application)}};
}

}  // namespace host::session
