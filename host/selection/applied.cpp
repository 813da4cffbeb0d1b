// SPDX-License-Identifier: MPL-2.0
#include <host/selection/applied.hpp>

#include <host/selection/apply.hpp>
#include <host/selection/find_identity.hpp>
#include <host/selection/pending.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::selection {

using nssbridge::Error;
using nssbridge::Kind;

namespace {

std::optional<Pending> find_pending(const profiles::Profile& profile, const std::string& key) {
  auto all = read_pending(profile.path);
  const auto found = std::ranges::find(all, key, &Pending::identity);
  if (found == all.end()) return std::nullopt;
  return std::move(*found);
}

/// By key first: an identity that Thunderbird has deleted meanwhile is in no prefs.js any more.
Pending pending_of(const profiles::Profile& profile, const std::string& identity) {
  auto pending = find_pending(profile, identity);
  if (!pending) pending = find_pending(profile, find_identity(profile.path, identity).id);
  if (!pending)
    throw Error(Kind::invalid_request,
                "Nothing waits for this identity. selection.pending lists what waits.");
  return std::move(*pending);
}

bool stands(const profiles::Profile& profile, const Pending& pending) {
  const auto identities = identities_in(profile.path);
  const auto now = std::ranges::find(identities, pending.identity, &Identity::id);
  return now != identities.end() && !changes_anything(*now, pending.wanted);
}

}  // namespace

void take_as_applied(const profiles::Profile& profile, const std::string& identity,
                     bool said_by_application) {
  const auto pending = pending_of(profile, identity);
  const bool written = stands(profile, pending);
  if (!said_by_application && !written)
    throw Error(
        Kind::invalid_request,
        "What waits for this identity does not stand in its profile yet, and only the Thunderbird that runs "
        "with the profile can say that it was set. It is set by itself when Thunderbird ends.");
  if (written)
    remove_set_live(profile.path, pending.identity);
  else
    write_set_live(profile.path, pending);
  write_undo(profile.path, pending.before);
  remove_pending(profile.path, pending.identity);
  remove_dropped(profile.path, pending.identity);
}

}  // namespace host::selection
