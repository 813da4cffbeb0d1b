// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>
#include <host/report/counts.hpp>

namespace host::report {

using nlohmann::json;

void Counts::add_finding(const json& finding) {
  const json& severity = protocol::member(finding, "severity");
  if (severity == "error") ++error;
  if (severity == "warning") ++warning;
  if (severity == "note") ++note;
}

void Counts::add_profile(const json& profile) {
  ++profiles;
  add_findings_of(profile);
}

void Counts::add_findings_of(const json& profile) {
  for (const json& finding : protocol::list_member(profile, "findings")) add_finding(finding);
}

json Counts::by_severity() const {
  return {{"error", error}, {"warning", warning}, {"note", note}};
}

}  // namespace host::report
