// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <map>

namespace host::audit {

/// What is known of a certificate; nothing where it is not known whether its key is here.
void tell_roles(const Examination& examination, std::vector<Finding>& findings) {
  std::map<nssbridge::Fingerprint, Role> roles;
  for (const auto* certificate : examination.correspondents())
    roles.emplace(certificate->fingerprint, Role::correspondent);
  if (const auto* stored = examination.facts().certificates)
    for (const auto& each : *stored)
      if (each.certificate.is_authority) roles[each.certificate.fingerprint] = Role::authority;
  for (const auto& personal : examination.personal())
    roles[personal.certificate->fingerprint] = Role::personal;
  for (Finding& finding : findings) {
    if (!finding.certificate || finding.role) continue;
    if (const auto known = roles.find(*finding.certificate); known != roles.end()) finding.role = known->second;
  }
}

}  // namespace host::audit
