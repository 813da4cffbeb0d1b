// SPDX-License-Identifier: MPL-2.0
#include <host/selection/apply_pending.hpp>

#include <host/selection/eligible.hpp>
#include <host/selection/find_identity.hpp>

#include <algorithm>

namespace host::selection {

namespace {

/// Only a purpose that something waits for counts: who chose the other one meanwhile, or set the very same, is no obstacle.
bool chose_otherwise(const Pending& pending, const Identity& now, std::optional<std::optional<Stored>> Wanted::*wanted,
                     std::optional<Stored> Identity::*stored) {
  const auto& wish = pending.wanted.*wanted;
  const auto& live = pending.set_live.*wanted;
  const auto& found = now.*stored;
  return wish && found != pending.before.*stored && found != *wish && !(live && found == *live);
}

/// What was on a token is left unchecked: nobody loads its module here.
Chosen to_be_checked(const Pending& pending) {
  return {!pending.signing_fingerprint.empty() && !pending.signing_on_token,
          !pending.encryption_fingerprint.empty() && !pending.encryption_on_token};
}

bool chooses_certificates(const Pending& pending) { return pending.wanted.signing || pending.wanted.encryption; }

/// Why what waits cannot be selected any more; empty if it can.
std::string why_not(const Pending& pending, const std::vector<Identity>& identities, const store::Contents& contents,
                      const nssbridge::Verifier& verifier) {
  auto now = std::ranges::find(identities, pending.identity, &Identity::id);
  if (now == identities.end()) return "the identity is gone";
  if (!nssbridge::same_address(now->email, pending.email)) return "the identity has another address now";
  if (chose_otherwise(pending, *now, &Wanted::signing, &Identity::signing) ||
      chose_otherwise(pending, *now, &Wanted::encryption, &Identity::encryption))
    return "other certificates were selected meanwhile";
  if (!chooses_certificates(pending)) return {};
  const auto found = objection(with(*now, pending.wanted), to_be_checked(pending), contents, verifier);
  return found ? found->in_words() : std::string();
}

}  // namespace

PendingReport apply_pending(const profiles::Profile& profile, const store::Contents& contents,
                            const nssbridge::Verifier& verifier, const profiles::ApplicationLock&) {
  PendingReport report;
  const auto waiting = read_pending(profile.path);
  if (waiting.empty()) return report;
  const auto identities = identities_in(profile.path);
  prefs::Changes changes;
  for (const auto& pending : waiting) {
    const auto why = why_not(pending, identities, contents, verifier);
    if (why.empty()) {
      changes.merge(changes_for(pending.identity, pending.wanted));
      report.applied.push_back(pending.identity);
    } else {
      report.dropped.push_back({pending.identity, why, nssbridge::to_rfc3339(store::now())});
    }
  }
  if (!changes.empty()) prefs::rewrite(profile.path, changes);
  for (const auto& key : report.applied) write_undo(profile.path, *std::ranges::find(identities, key, &Identity::id));
  for (const auto& dropped : report.dropped) write_dropped(profile.path, dropped);
  for (const auto& pending : waiting) {
    remove_pending(profile.path, pending.identity);
    remove_set_live(profile.path, pending.identity);
  }
  return report;
}

PendingReport apply_pending_if_closed(const profiles::Profile& profile, const store::Contents& contents,
                                      const nssbridge::Verifier& verifier) {
  if (read_pending(profile.path).empty()) return {};
  const auto lock = profiles::ApplicationLock::try_take(profile.path);
  return lock ? apply_pending(profile, contents, verifier, *lock) : PendingReport{};
}

}  // namespace host::selection
