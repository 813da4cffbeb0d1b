// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

/// SAN-*: where the address stands.
namespace host::audit {

void check_addresses(Examination& examination) {
  for (const auto& personal : examination.personal()) {
    if (personal.retired() || !personal.for_email) continue;
    const Certificate& certificate = *personal.certificate;
    const bool in_alternatives = !certificate.emails.empty() && !certificate.emails_only_in_dn;
    if (in_alternatives) continue;
    if (certificate.emails.empty() && certificate.has_utf8_address)
      examination.add(RuleId("SAN-EAI-ONLY"), Severity::warning, certificate,
                      "Its only address is an internationalised one, which NSS does not read.");
    else
      examination.add(RuleId("SAN-NO-EMAIL"), Severity::warning, certificate,
                      certificate.emails.empty() ? "It has no e-mail address, so Thunderbird offers it for every identity."
                                                 : "Its e-mail address stands in the subject only.");
  }
}

}  // namespace host::audit
