// SPDX-License-Identifier: MPL-2.0
#include <host/selection/apply.hpp>

#include <host/profiles/locks.hpp>
#include <host/selection/waiter_lock.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::selection {

using nssbridge::Error;
using nssbridge::Kind;

namespace {

prefs::PrefsFile read_prefs(const std::filesystem::path& profile) {
  return prefs::PrefsFile::parse(prefs::read_file(profile / "prefs.js"));
}

std::optional<Error> blocked(const profiles::Profile& profile, const Change& change) {
  if (!can_be_kept(change.before.id))
    return Error(Kind::identity_not_found, "The identity has a key longer than Thunderbird ever gives, so no change of it could be undone.");
  const auto file = decided_elsewhere(profile.path, change.before.id, change.wanted);
  if (!file) return std::nullopt;
  return Error(Kind::permission_denied, "The certificates of this identity are decided by another file than the profile's own "
                                        "preferences, so a change would not hold.")
      .with_fix({"Change or remove the setting in " + file->string() + ", or ask whoever administers it.", std::nullopt});
}

void write_now(const profiles::Profile& profile, const std::vector<const Change*>& changes) {
  const auto file = read_prefs(profile.path);
  prefs::Changes all;
  for (const auto* change : changes) {
    const auto identities = read_identities(file);
    if (std::ranges::none_of(identities, [&](const auto& each) { return each.id == change->before.id; }))
      throw Error(Kind::identity_not_found, "The identity is gone from the profile. List those that are there.");
    all.merge(changes_for(change->before.id, change->wanted));
  }
  prefs::rewrite(profile.path, all);
}

bool same(const Wanted& a, const Wanted& b) {
  return a.signing == b.signing && a.encryption == b.encryption && a.sign_by_default == b.sign_by_default &&
         a.encrypt_by_default == b.encrypt_by_default && a.technology == b.technology;
}

/// `change` on top of what waits already for the same identity.
Pending on_top_of(Pending pending, const Change& change) {
  const auto& wanted = change.wanted;
  if (wanted.signing) pending.signing_fingerprint = change.signing_fingerprint;
  if (wanted.encryption) pending.encryption_fingerprint = change.encryption_fingerprint;
  if (wanted.signing) pending.signing_on_token = change.signing_on_token;
  if (wanted.encryption) pending.encryption_on_token = change.encryption_on_token;
  if (wanted.signing) pending.wanted.signing = wanted.signing;
  if (wanted.encryption) pending.wanted.encryption = wanted.encryption;
  if (wanted.sign_by_default) pending.wanted.sign_by_default = wanted.sign_by_default;
  if (wanted.encrypt_by_default) pending.wanted.encrypt_by_default = wanted.encrypt_by_default;
  if (wanted.technology) pending.wanted.technology = wanted.technology;
  pending.wanted.as_it_was = wanted.as_it_was;
  return pending;
}

void keep_pending(const profiles::Profile& profile, const Change& change) {
  Pending kept{change.before.id, change.before.email, {}, change.before, {}, {}, {}, {}};
  if (auto live = read_set_live(profile.path, change.before.id)) kept.set_live = std::move(*live);
  const auto waiting = read_pending(profile.path);
  const auto found = std::ranges::find(waiting, change.before.id, &Pending::identity);
  if (found != waiting.end()) kept = *found;
  auto wanted = on_top_of(kept, change);
  if (found != waiting.end() && same(wanted.wanted, kept.wanted)) return;
  wanted.since = nssbridge::to_rfc3339(store::now());
  write_pending(profile.path, wanted);
}

}  // namespace

std::optional<std::filesystem::path> decided_elsewhere(const std::filesystem::path& profile, const std::string& id,
                                                       const Wanted& wanted) {
  for (const auto& [name, value] : changes_for(id, wanted))
    if (auto file = prefs::decided_elsewhere(profile, name)) return file;
  return std::nullopt;
}

bool changes_anything(const Identity& identity, const Wanted& wanted) {
  return (wanted.signing && *wanted.signing != identity.signing) ||
         (wanted.encryption && *wanted.encryption != identity.encryption) ||
         (wanted.sign_by_default && *wanted.sign_by_default != identity.sign_by_default) ||
         (wanted.encrypt_by_default && *wanted.encrypt_by_default != identity.encrypt_by_default) ||
         (wanted.technology && *wanted.technology != identity.technology);
}

std::vector<Applied> apply(const profiles::Profile& profile, const std::vector<Change>& changes,
                           const std::function<void(const std::filesystem::path&)>& start_waiter) {
  std::vector<Applied> results(changes.size());
  std::vector<const Change*> possible;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    results[i].error = blocked(profile, changes[i]);
    results[i].outcome = Outcome::failed;
    if (!results[i].error) possible.push_back(&changes[i]);
  }
  if (possible.empty()) return results;

  Outcome outcome = Outcome::pending;
  std::optional<Error> error;
  try {
    if (auto lock = profiles::ApplicationLock::try_take(profile.path)) {
      write_now(profile, possible);
      for (const auto* change : possible) {
        write_undo(profile.path, change->before);
        remove_pending(profile.path, change->before.id);
        remove_set_live(profile.path, change->before.id);
      }
      outcome = Outcome::selected;
    } else {
      for (const auto* change : possible) keep_pending(profile, *change);
      if (!WaiterLock::somebody_waits(profile.path)) start_waiter(profile.path);
    }
    for (const auto* change : possible) remove_dropped(profile.path, change->before.id);
  } catch (const Error& failure) {
    outcome = Outcome::failed;
    error = failure;
  }
  for (auto& result : results)
    if (!result.error) result = {outcome, error};
  return results;
}

}  // namespace host::selection
