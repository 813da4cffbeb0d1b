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
/// merge before, `baseline`: "new" where it is that on one of them, which `newOn` lists, else "unchanged"; `goneOn` lists hosts of the row that have
/// it no more. Each host is compared with itself alone: computers that were made from one image have the same profiles. A profile that is the same on several hosts, as a home on a server is, comes once.
void for_each_profile(State& state, const Take& take);

/// One for each certificate, in the order in which the fleet first had them: {fingerprint, subject, issuer, serial, notBefore, notAfter, emails, key, isAuthority, hosts, own}. `own` is
/// false where every host says that it is a correspondent's.
void for_each_certificate(State& state, const Take& take);

/// Findings of the merge before that hosts have no more, but for those in `goneOn` of a row, each with `profile` and those `hosts`: {rule, severity, message, reference, evidence, key,
/// certificate?, redacted?}. A host without a new report loses none.
std::vector<nlohmann::json> gone_findings(State& state);

/// Homes and folders that could not be looked at, each with `host`.
std::vector<nlohmann::json> unreachable_places(State& state);

/// One for each host, by name: {host, state, message?, collected?, audited?, version?, nss?, error, warning, note}; `collected` is the time of
/// this merge's file, `audited` that of the report that is known. Then one for each file that names no host: {file, state, message}.
std::vector<nlohmann::json> hosts(State& state);

}  // namespace host::fleet
