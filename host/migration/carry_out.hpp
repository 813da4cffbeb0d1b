// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/migration/plan.hpp>
#include <host/session/session.hpp>
#include <nssbridge/library.hpp>

namespace host::migration {

/// Writes what the plan says into the target, object by object through NSS into the live databases, and notes each
/// certificate's outcome. One that fails carries its error and never stops the others.
/// Caller holds the WriteLock and has made the backup.
void carry_out(session::Session& session, const Sides& sides, nssbridge::Token& from, nssbridge::Token& to, Plan& plan);

/// Outcomes where nothing has to be written.
void note_outcomes(Plan& plan);

/// Trust as NSS states it to somebody who is logged in: records whose MAC does not verify are gone.
nssbridge::TrustMap authentic_trust(const nssbridge::Token& token, const store::Contents& contents);

}  // namespace host::migration
