// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/backups.hpp>
#include <host/profiles/locks.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>

#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace host::worker {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

namespace {

json describe(const profiles::Backup& backup) {
  return {{"name", backup.name}, {"time", backup.time}, {"occasion", backup.occasion}};
}

profiles::Backup named_backup(const profiles::Profile& profile, const std::string& name) {
  const auto all = profiles::list_backups(profile.path);
  auto found = std::ranges::find(all, name, &profiles::Backup::name);
  if (found == all.end())
    throw Error(Kind::invalid_request, "The profile has no backup of that name.")
        .with_fix({"See which there are.", "certferry restore --list --profile " + profile.id});
  return *found;
}

}  // namespace

json list_backups(session::Session& session) {
  const auto profile = session.required_profile("profile");
  settle_on({profile.path});
  json list = json::array();
  for (const auto& backup : profiles::list_backups(profile.path)) {
    auto value = describe(backup);
    value["losses"] = profiles::losses(profile.path, backup);
    list.push_back(std::move(value));
  }
  return {{"backups", std::move(list)}};
}

json restore_backup(session::Session& session) {
  const auto profile = session.required_profile("profile");
  settle_on({}, &profile.path);
  const auto backup = named_backup(profile, session.params().at("name").get<std::string>());
  profiles::require_writable(profile.path, 16U << 20);
  const profiles::WriteLock ours(profile.path, std::chrono::seconds(30), [&] { session.progress("waiting", 0, 0); });
  const auto losses = profiles::losses(profile.path, backup);
  const auto lock = profiles::ApplicationLock::try_take(profile.path);
  if (!lock)
    throw Error(Kind::application_running, "The application is running with this profile. Close it, then restore.").retriable();
  const auto safety = profiles::restore_backup(profile.path, backup.name);
  return {{"restored", describe(backup)}, {"losses", losses}, {"backup", safety.name}};
}

}  // namespace host::worker
