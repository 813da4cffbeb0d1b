// SPDX-License-Identifier: MPL-2.0
#include <host/worker/doctor/parts.hpp>
#include <host/worker/operations/operations.hpp>

#include <nssbridge/values.hpp>

namespace host::worker {

using nlohmann::json;

json examine_profiles(session::Session&) {
  const auto all = profiles::discover();
  json entries = json::array();
  for (const auto& profile : all) {
    json entry{{"application", profiles::name_of(profile.application)},
               {"name", nssbridge::to_valid_utf8(profile.name)},
               {"running", profiles::running(profile.path)},
               {"problems", json::array()}};
    doctor::add_state(profile, entry);
    doctor::add_preferences(profile, entry["problems"]);
    entry["addons"] = doctor::addons_of(profile);
    entries.push_back(std::move(entry));
  }
  return {{"profiles", std::move(entries)}, {"policies", doctor::policy_problems(all)}};
}

}  // namespace host::worker
