// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/migration/plan.hpp>
#include <host/session/session.hpp>

#include <nlohmann/json_fwd.hpp>

namespace host::migration {

/// Tries every certificate of the plan where it now stands, in a process that loaded the NSS of the application that
/// owns the target: this one, or a second worker. Where there is no such NSS the checks stay empty.
void prove(session::Session& session, nssbridge::Library& library, const Sides& sides, Plan& plan);

/// The second worker's side: parameters {path, application, fingerprints}, result {checks: [...]}.
nlohmann::json prove_for_other_worker(session::Session& session);

nlohmann::json to_json(const nssbridge::Checks& checks);

}  // namespace host::migration
