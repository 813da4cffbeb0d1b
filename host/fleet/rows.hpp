// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/fleet/state.hpp>

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

/// What the database knows of a fleet, as rows of a report: what lies on several hosts is one row with its `hosts`.
namespace host::fleet {

using Take = std::function<void(nlohmann::json&& row)>;

/// One for each profile, by user and id: of the shape of an audit, with `hosts`; each finding has its `hosts` and, where there was a
/// merge before, `baseline`: "new" or "unchanged". A profile that is the same on several hosts, as a home on a server is, comes once.
void for_each_profile(State& state, const Take& take);

/// One for each certificate, in the order in which the fleet first had them: {fingerprint, subject, issuer, serial, notBefore, notAfter, emails, key, isAuthority, hosts, own}. `own` is
/// false where every host says that it is a correspondent's.
void for_each_certificate(State& state, const Take& take);

/// Findings of the merge before that no host has any more, each with `profile` and `hosts`: {rule, severity, message, reference, evidence, key,
/// certificate?, redacted?}. A host without a new report loses none.
std::vector<nlohmann::json> gone_findings(State& state);

/// Homes and folders that could not be looked at, each with `host`.
std::vector<nlohmann::json> unreachable_places(State& state);

/// One for each host, by name: {host, state, message?, collected?, audited?, version?, nss?, error, warning, note}; `collected` is the time of
/// this merge's file, `audited` that of the report that is known. Then one for each file that names no host: {file, state, message}.
std::vector<nlohmann::json> hosts(State& state);

}  // namespace host::fleet
