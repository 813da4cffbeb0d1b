// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <map>

namespace host::audit {

bool is_authority(const Certificate& certificate) {
  return certificate.is_authority && (!certificate.self_issued() || certificate.emails.empty());
}

/// What is known of a certificate; nothing where it is not known whether its key is here.
void tell_roles(const Examination& examination, std::vector<Finding>& findings) {
  std::map<nssbridge::Fingerprint, Role> roles;
  for (const auto* certificate : examination.correspondents())
    roles.emplace(certificate->fingerprint, Role::correspondent);
  const auto* verifier = examination.facts().verifier;
  if (const auto* stored = examination.facts().certificates)
    for (const auto& each : *stored) {
      const Certificate& certificate = each.certificate;
      if (!certificate.is_authority) continue;
      if (is_authority(certificate))
        roles[certificate.fingerprint] = Role::authority;
      else if (verifier != nullptr && verifier->has_private_key(certificate) == false)
        roles[certificate.fingerprint] = Role::correspondent;
    }
  for (const auto& personal : examination.personal())
    roles[personal.certificate->fingerprint] = Role::personal;
  for (Finding& finding : findings) {
    if (!finding.certificate || finding.role) continue;
    if (const auto known = roles.find(*finding.certificate); known != roles.end()) finding.role = known->second;
  }
}

}  // namespace host::audit
