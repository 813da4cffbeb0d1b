// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/backups.hpp>
#include <host/profiles/locks.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/restoring.hpp>

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

json state_of(const profiles::Backup& backup, const Consequences& consequences) {
  const auto& differences = consequences.differences;
  json state{{"time", backup.time},
             {"comparable", differences.comparable && consequences.readable ? "yes" : "no"},
             {"certificates", differences.certificates},
             {"privateKeys", differences.private_keys},
             {"returning", differences.returning_certificates + differences.returning_private_keys},
             {"settings", differences.trust + differences.identities + differences.settings},
             {"roots", consequences.roots},
             {"correspondents", consequences.correspondents.size()}};
  if (!consequences.correspondents.empty())
    state["correspondent"] = nssbridge::to_valid_utf8(*consequences.correspondents.begin());
  return state;
}

void require_consent(session::Session& session, const profiles::Profile& profile, const profiles::Backup& backup,
                     const Consequences& consequences) {
  if (!need_consent(consequences)) return;
  const auto* root = consequences.first_root ? &*consequences.first_root : nullptr;
  switch (session.ask_restore(profile, state_of(backup, consequences), root)) {
    case session::Session::Consent::yes:
      return;
    case session::Session::Consent::no:
      throw Error(Kind::consent_refused, "The person did not allow the profile to be as it was. Nothing was changed.");
    case session::Session::Consent::unavailable:
      break;
  }
  throw Error(Kind::no_ui, "The person has to be asked before more than the last change is undone, or trust, certificates or keys come "
                           "back, and there is no dialog that could ask. Nothing was changed.")
      .with_fix({"Restore at the command line, or install a dialog program such as pinentry-gtk2.",
                 "certferry restore --profile " + profile.id + " " + backup.name});
}

Error is_running() {
  return Error(Kind::application_running, "The application is running with this profile. Close it, then restore.").retriable();
}

/// What the person was asked about, or need not be; nothing at the command line, where the command is their word.
std::optional<Consequences> agreed(session::Session& session, const profiles::Profile& profile, const profiles::Backup& backup) {
  if (session.from_command_line()) return std::nullopt;
  profiles::require_restorable(profile.path, backup.name);
  if (profiles::running(profile.path)) throw is_running();
  auto consequences = consequences_of(profile.path, backup);
  require_consent(session, profile, backup, consequences);
  return consequences;
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
  const auto consequences = agreed(session, profile, backup);
  const profiles::WriteLock ours(profile.path, std::chrono::seconds(30), [&] { session.progress("waiting", 0, 0); });
  const auto losses = profiles::losses(profile.path, backup);
  const auto lock = profiles::ApplicationLock::try_take(profile.path);
  if (!lock) throw is_running();
  if (consequences && *consequences != consequences_of(profile.path, backup))
    throw Error(Kind::profile_busy, "The profile was changed meanwhile, so nothing was restored. Try again.").retriable();
  const auto safety = profiles::restore_backup(profile.path, backup.name);
  return {{"restored", describe(backup)}, {"losses", losses}, {"backup", safety.name}};
}

}  // namespace host::worker
