// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/checks.hpp>
#include <host/doctor/sandboxes.hpp>

#include <algorithm>

namespace host::doctor {
namespace {

/// Asks the bus once, and only where a sandbox makes it matter.
class Bus {
 public:
  explicit Bus(Examination& examination) : m_examination(examination) {}
  const Portal& portal() {
    if (!m_portal) m_portal = ask_portal(m_examination.scope.environment, m_examination.cancellation);
    return *m_portal;
  }
  Permission permission(const std::string& sandbox_id) const {
    return stored_permission(sandbox_id, m_examination.scope.environment, m_examination.cancellation);
  }

 private:
  Examination& m_examination;
  std::optional<Portal> m_portal;
};

const char* name_of(Package package) {
  return package == Package::system ? "a package of the system" : "Mozilla's archive";
}

}  // namespace

std::vector<Installation> check_applications(Examination& examination) {
  const auto& setting = examination.scope.setting;
  const auto all = find_installations(setting.home, setting.root);
  Bus bus(examination);
  for (const char* application : {"firefox", "thunderbird"}) {
    const auto is_one = [application](const Installation& each) { return each.application == application; };
    const auto is_free = [&](const Installation& each) { return is_one(each) && each.sandbox_id.empty(); };
    const bool other = std::any_of(all.begin(), all.end(), is_free);
    if (std::none_of(all.begin(), all.end(), is_one))
      examination.findings.add(
          Id("application-missing"),
          application_name(application) + " was not found where it is usually installed.",
          nssbridge::Fix{"Nothing has to be done if it is not used here, or works where it is. Else install it from the distribution.", {}});
    for (const Installation& each : all) {
      if (!is_one(each)) continue;
      const Severity worst = other ? Severity::warning : Severity::error;
      const Sandboxed sandboxed{application_name(each.application), each.sandbox_id, each.version, worst};
      if (each.package == Package::snap)
        judge_snap(examination.findings, sandboxed, bus.portal(), bus.permission(each.sandbox_id));
      else if (each.package == Package::flatpak && each.application == "thunderbird")
        judge_flatpak_thunderbird(examination.findings, sandboxed);
      else if (each.package == Package::flatpak)
        judge_flatpak(examination.findings, sandboxed, bus.portal());
      else
        examination.findings.good(application_name(application) +
                                  (each.version.empty() ? "" : " " + each.version) + " is " +
                                  name_of(each.package) + " and can start native applications.");
    }
  }
  return all;
}

}  // namespace host::doctor
