// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json.hpp>

namespace host::fleet {

/// A profile of a stranger's report with the members that are known, each of the type that it has there (AuditedProfile in
/// host/protocol/schemas/shapes.json); what is absent stays absent, since reports with names replaced have less. Times become
/// "2027-03-01T12:00:00Z". `baseline` of findings falls away. Of a certificate 64 addresses are kept, and where it has more `unknown` has the word
/// "addresses". Throws Rejected, also for more than 1,000 identities or more findings than an audit gives.
nlohmann::json checked_profile(nlohmann::json&& profile);

/// The same of findings about several profiles (AuditedAcross).
nlohmann::json checked_across(nlohmann::json&& across);

}  // namespace host::fleet
