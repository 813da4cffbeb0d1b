// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/dialog/programs.hpp>
#include <host/doctor/findings.hpp>
#include <host/doctor/words.hpp>
#include <host/front/nss_folders.hpp>

#include <string>
#include <vector>

/// What a system offers, judged from what was found of it.
namespace host::doctor {

void judge_nss(Findings& findings, const Words& words, const std::vector<front::NssFolder>& usable,
               const std::vector<front::RefusedNss>& refused);
/// `programs`: those that may show dialogs, best first; the configured one alone if there is one.
void judge_dialogs(Findings& findings, const std::string& configured,
                   const std::vector<dialog::Program>& programs, bool display);
/// `landlock`: its version, 0 for none.
void judge_confinement(Findings& findings, int landlock, bool filters_system_calls);

}  // namespace host::doctor
