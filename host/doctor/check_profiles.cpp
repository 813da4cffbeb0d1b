// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/checks.hpp>
#include <host/doctor/profiles.hpp>
#include <host/front/nobody.hpp>
#include <host/front/setup.hpp>
#include <host/front/worker_process.hpp>

namespace host::doctor {
void check_profiles(Examination& examination, const std::vector<front::NssFolder>& nss,
                    const std::optional<Registration>& registration) {
  if (nss.empty()) return;  // said already, and no worker starts without
  nlohmann::json seen;
  try {
    front::Workers::Setup setup{front::find_worker_program(), nss, examination.scope.environment};
    setup.pass_on_errors = false;
    const front::Workers workers(std::move(setup), examination.cancellation);
    front::Nobody nobody;
    seen = workers.run({.method = "doctor.profiles"}, nobody);
  } catch (const nssbridge::Error& error) {
    if (error.kind() == nssbridge::Kind::cancelled) throw;
    return examination.findings.add(Id("worker-failed"),
                                    "The profiles could not be looked at. " + error.message(),
                                    nssbridge::Fix{"Install Certferry again; all its programs must be of one version.",
                                                   "certferry install"});
  }
  const bool personal = !registration || registration->scope == install::Scope::user;
  judge_profiles(examination.findings, examination.words, seen, nss.front().version_text, personal);
}

}  // namespace host::doctor
