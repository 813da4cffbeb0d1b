// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <algorithm>

/// EKU-* and KU-*: what a certificate says that it is for.
namespace host::audit {
namespace {

constexpr std::string_view email_protection = "1.3.6.1.5.5.7.3.4", any_usage = "2.5.29.37.0";

bool lists(const Certificate& certificate, std::string_view usage) {
  return std::ranges::find(*certificate.extended_usages, usage) != certificate.extended_usages->end();
}

void check_extended(Examination& examination, const Personal& personal) {
  const Certificate& certificate = *personal.certificate;
  if (!certificate.extended_usages) {
    // Netscape's older extension says what it is for.
    if (!certificate.netscape_type && !certificate.is_authority)
      examination.add(RuleId("EKU-ABSENT"), Severity::note, certificate, "It has no extended key usage.");
    return;
  }
  if (lists(certificate, email_protection)) return;
  if (lists(certificate, any_usage)) {
    examination.add(RuleId("EKU-ANY-ONLY"), Severity::warning, certificate,
                    "It states any purpose and not e-mail protection.");
    return;
  }
  const bool meant = personal.selected() || !certificate.emails.empty();
  examination.add(RuleId("EKU-NO-EMAIL"), meant ? Severity::error : Severity::note, certificate,
                  "Its extended key usage leaves e-mail protection out.", {{"usages", *certificate.extended_usages}});
}

bool can_sign(const Certificate& certificate) {
  const auto& usage = certificate.key_usage;
  return !usage || usage->digital_signature || usage->non_repudiation;
}

/// RSA keys encrypt a key, points of curves agree on one; others do the one or the other.
bool can_encrypt(const Certificate& certificate) {
  const auto& usage = certificate.key_usage;
  if (!usage) return true;
  if (certificate.key.algorithm == "rsa") return usage->key_encipherment;
  return usage->key_agreement || (certificate.key.algorithm != "ec" && usage->key_encipherment);
}

/// One of a pair for two purposes lacks nothing.
Severity severity_of(const Examination& examination, const Personal& personal, bool selected_for_it,
                     bool (*can)(const Certificate&)) {
  if (selected_for_it) return Severity::error;
  const bool has_partner = std::ranges::any_of(examination.personal(), [&](const Personal& other) {
    return other.for_email && !other.expired && can(*other.certificate) &&
           share_address(*personal.certificate, *other.certificate);
  });
  return has_partner ? Severity::note : Severity::warning;
}

void check_key_usage(Examination& examination, const Personal& personal) {
  const Certificate& certificate = *personal.certificate;
  if (!can_sign(certificate))
    examination.add(RuleId("KU-NO-SIGN"), severity_of(examination, personal, personal.signs, can_sign), certificate,
                    "Its key usage has neither digital signature nor non-repudiation.");
  if (!can_encrypt(certificate))
    examination.add(RuleId("KU-NO-ENCRYPT"), severity_of(examination, personal, personal.encrypts, can_encrypt), certificate,
                    certificate.key.algorithm == "rsa" ? "Its key usage lacks key encipherment."
                                                       : "Its key usage lacks key agreement.");
  if (certificate.key_usage && !certificate.key_usage_critical)
    examination.add(RuleId("KU-NOT-CRITICAL"), Severity::note, certificate, "Its key usage is not critical.");
}

}  // namespace

void check_usages(Examination& examination) {
  for (const auto& personal : examination.personal()) {
    if (personal.retired()) continue;
    const Certificate& certificate = *personal.certificate;
    check_extended(examination, personal);
    if (personal.for_email) check_key_usage(examination, personal);
    if (!certificate.is_authority && certificate.key_usage && certificate.key_usage->key_cert_sign)
      examination.add(RuleId("KU-ON-EE-CERTSIGN"), Severity::warning, certificate,
                      "Its key usage allows signing certificates, and it is no authority.");
  }
}

}  // namespace host::audit
