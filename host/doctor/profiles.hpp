// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/doctor/findings.hpp>
#include <host/doctor/words.hpp>

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace host::doctor {

/// Judges what a worker said of profiles and policies (its `doctor.profiles`); what does not have that shape
/// says nothing. `nss_version`: of the newest NSS here. `personal_manifest`: browsers start the installation
/// of this user.
void judge_profiles(Findings& findings, const Words& words, const nlohmann::json& seen,
                    const std::string& nss_version, bool personal_manifest);

}  // namespace host::doctor
