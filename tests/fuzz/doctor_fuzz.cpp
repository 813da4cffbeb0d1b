// SPDX-License-Identifier: MPL-2.0
// What the doctor reads: policies.json, extensions.json, prefs.js, a worker's answer, the portal's; divided
// by "%%".
#include <host/doctor/decode.hpp>
#include <host/doctor/portal.hpp>
#include <host/doctor/profiles.hpp>
#include <host/protocol/strict_json.hpp>
#include <host/worker/doctor/parts.hpp>

#include <nlohmann/json.hpp>

#include "support/promise.hpp"
#include "support/scratch.hpp"

using nlohmann::json;
namespace doctor = host::doctor;
namespace worker = host::worker::doctor;

namespace {

constexpr const char* name_of_somebody = "zebrafish of Alice";

/// Gives every profile a name that stands nowhere else.
void rename(json& seen) {
  if (!seen.is_object() || !seen.contains("profiles") || !seen["profiles"].is_array()) return;
  for (auto& profile : seen["profiles"])
    if (profile.is_object()) profile["name"] = name_of_somebody;
}

std::string written(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

void check_worker(std::string_view policies, std::string_view extensions, std::string_view preferences) {
  const auto installation =
      fuzz::write_file("installation/distribution/policies.json", policies).parent_path().parent_path();
  host::profiles::Profile profile;
  profile.path = fuzz::write_file("profile/extensions.json", extensions).parent_path();
  fuzz::write_file("profile/prefs.js", preferences);
  fuzz::write_file("profile/compatibility.ini",
                   "[Compatibility]\nLastPlatformDir=" + installation.string() + "\n");
  json problems = worker::policy_problems({profile});
  worker::add_preferences(profile, problems);
  for (const auto& problem : problems)
    fuzz::promise(!problem["id"].get<std::string>().empty() && !problem["text"].get<std::string>().empty(),
                  "a problem has an id and a text");
  for (const auto& addon : worker::addons_of(profile))
    fuzz::promise(addon["version"].get<std::string>().size() <= 3 * 64, "a version is short");
}

void check_front(std::string_view answer) {
  auto seen = json::parse(answer, nullptr, false);
  rename(seen);
  for (const auto detail : {doctor::Detail::everything, doctor::Detail::report}) {
    doctor::Findings findings;
    const doctor::Words words(detail, "/home/alice");
    doctor::judge_profiles(findings, words, seen, "3.87", true);
    const auto text = written(findings.to_json());
    if (detail == doctor::Detail::report)
      fuzz::promise(text.find(name_of_somebody) == std::string::npos, "a report holds no name of a profile");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [policies, extensions, preferences, answer, portal] =
      fuzz::parts_of<5>(fuzz::text_of(data, size));
  check_worker(policies, extensions, preferences);
  check_front(answer);
  doctor::permission_in(portal, "snap.firefox");
  for (const auto& entry : worker::split_list(std::string(preferences)))
    fuzz::promise(!entry.empty() && entry.front() != ' ' && entry.back() != ' ', "an entry of a list is one");
  if (const auto length = doctor::length_from(portal)) doctor::explain_length(*length);
  return 0;
}
