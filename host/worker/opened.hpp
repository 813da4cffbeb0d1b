// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/session/session.hpp>
#include <host/store/contents.hpp>
#include <host/worker/tokens.hpp>

#include <functional>

#include <sys/types.h>

namespace host::worker {

/// Opens a profile for reading, hands contents and verifier to `use`, and closes NSS again; a profile without
/// databases has empty contents. `tokens`: what its tokens show stands among them. Throws what store::check_for_reading throws.
using Use = std::function<void(const store::Contents&, const nssbridge::Verifier&)>;
void with_contents(const profiles::Profile& profile, const Use& use, const std::optional<Tokens>& tokens = {});

/// The same for lists, which also show a profile in the format of before 2018, where this NSS can read it. Its keys cannot
/// be seen before the login: the primary password is asked for if there is one.
void with_listed_contents(session::Session& session, const profiles::Profile& profile, const Use& use,
                          const std::optional<Tokens>& tokens = {});

/// Puts what the profile's tokens show beside what it holds itself, or notes that nobody looked.
void add_tokens(store::Contents& contents, const profiles::Profile& profile, const std::optional<Tokens>& tokens);

/// A profile in the format of before 2018 can be read by an older NSS only: runs the request there. Nothing where the
/// profile has another format, or this process is the one that can read it. Throws Error(legacy_database) where no such NSS is installed.
std::optional<nlohmann::json> answered_by_older_nss(session::Session& session, const profiles::Profile& profile);

/// The process, root's until now, becomes this user's for good, without supplementary groups. Throws Error(permission_denied).
void become(uid_t user, gid_t group);

/// The process becomes the owner of a profile's folder before it opens a file in there, if it is root (rule F4).
void become_owner_of(const std::filesystem::path& profile);

}  // namespace host::worker
