// SPDX-License-Identifier: MPL-2.0
#include "verdict_picker.hpp"

#include "verdict_checks.hpp"

namespace nssbridge::picker {
namespace {

constexpr Time slop_before = 24 * 60 * 60;  // NSS, CERT_GetSlopTime
constexpr unsigned netscape_ssl_client = 0x80, netscape_email = 0x20;

/// CERT_CheckKeyUsage: unlike the verifier it asks the key which usage encryption needs.
bool may_encrypt(const Certificate& certificate) {
  const auto& algorithm = certificate.key.algorithm;
  const KeyUsage all{true, true, true, true, true, true, true};
  const KeyUsage usage = certificate.key_usage.value_or(all);
  if (algorithm == "rsa") return usage.key_encipherment;
  if (algorithm == "rsa-pss") return usage.digital_signature;
  if (algorithm == "ec") return usage.digital_signature || usage.key_agreement;
  return false;
}

bool may_sign(const Certificate& certificate) {
  return !certificate.key_usage || certificate.key_usage->digital_signature ||
         certificate.key_usage->non_repudiation;
}

/// The picker shows an empty line for one that mozpkix cannot take in at all, and selecting it fails.
bool is_shown(const Certificate& certificate) {
  return !certificate.repeated_extension && !certificate.unknown_critical_extension && !checks::too_long(certificate);
}

}  // namespace

bool valid(const Certificate& certificate, Time at) {
  return certificate.not_before - slop_before <= at && at <= certificate.not_after;
}

/// NS_CERT_TYPE_EMAIL as NSS computes it (cert_ComputeCertType).
bool is_for_email(const Certificate& certificate) {
  const bool states_purposes = certificate.extended_usages && !certificate.extended_usages->empty();
  if (!certificate.netscape_type && !states_purposes) return true;
  const unsigned type = certificate.netscape_type.value_or(0);
  if ((type & netscape_email) != 0) return true;
  if ((type & netscape_ssl_client) != 0 && !certificate.emails.empty()) return true;
  return checks::lists(certificate, checks::email_protection) && !certificate.is_authority;
}

bool usable(const Certificate& certificate, Purpose purpose) {
  if (!is_shown(certificate) || !is_for_email(certificate)) return false;
  return purpose == Purpose::signing ? may_sign(certificate) : may_encrypt(certificate);
}

}  // namespace nssbridge::picker
