// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/doctor/findings.hpp>
#include <host/doctor/portal.hpp>

#include <string>

/// Whether an application in a sandbox reaches any host, from what the session's bus said.
namespace host::doctor {

struct Sandboxed {
  std::string name;  ///< "Firefox"
  std::string sandbox_id;
  std::string version;  ///< empty if unknown
  Severity worst;       ///< an error where the application is installed in no other way
};

void judge_snap(Findings& findings, const Sandboxed& application, const Portal& portal,
                Permission permission);
void judge_flatpak(Findings& findings, const Sandboxed& application, const Portal& portal);
void judge_flatpak_thunderbird(Findings& findings, const Sandboxed& application);

}  // namespace host::doctor
