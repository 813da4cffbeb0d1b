// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/profile.hpp>
#include <host/session/session.hpp>
#include <nssbridge/database_files.hpp>
#include <nssbridge/trust.hpp>

/// A profile that certificates come into, whatever they come from.
namespace host::migration {

/// Throws Error(permission_denied, io_failure) where the profile cannot be written or the disk is too full for a backup and what
/// comes. Removes what killed runs left, and backups whose keys the old primary password still opens, also where nothing will have
/// to be written.
void prepare_target(const profiles::Profile& to);

/// Checks its databases as store::check_for_writing does, under the profile's lock where an interrupted write has to be rolled back.
nssbridge::files::State check_target(session::Session& session, const profiles::Profile& to);

/// How trust in `root` is written: readable by the application that owns the profile.
nssbridge::TrustEncoding encoding_for(const session::Session& session, const profiles::Profile& profile, const nssbridge::Token& to,
                                      const nssbridge::Certificate& root);

}  // namespace host::migration
