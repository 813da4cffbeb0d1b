// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/checks.hpp>
#include <host/doctor/doctor.hpp>

#include <algorithm>

namespace host::doctor {

using nlohmann::json;

json run(const Scope& scope, const front::Cancellation& cancellation) {
  Findings findings;
  Examination examination{scope, cancellation, Words(scope.detail, scope.setting.home), findings};
  check_configuration(examination);
  const auto registration = check_manifests(examination);
  if (registration && check_host(examination, *registration)) check_round_trip(examination, *registration);
  check_applications(examination);
  if (scope.detail != Detail::links) {
    const auto nss = check_nss(examination);
    check_profiles(examination, nss, registration);
    check_surroundings(examination);
  }
  json result = findings.to_json();
  result["version"] = CERTFERRY_VERSION;
  return result;
}

bool has_error(const json& result) {
  const json& findings = result.at("findings");
  return std::any_of(findings.begin(), findings.end(),
                     [](const json& each) { return each.at("severity") == "error"; });
}

}  // namespace host::doctor
