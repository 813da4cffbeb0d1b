// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <algorithm>

/// CERT-*: the time for which a certificate is valid, and the policy that it was issued under.
namespace host::audit {
namespace {

using nssbridge::Time;

constexpr Time seconds_a_day = 86'400;
/// 2023-09-01T00:00:00Z: the S/MIME Baseline Requirements came into effect.
constexpr Time requirements_begin = 1'693'526'400;
/// 2025-07-15T00:00:00Z: no more Legacy certificates (7.1.6.1).
constexpr Time legacy_ends = 1'752'537'600;
/// 2.23.140.1.5.TYPE.GENERATION: mailbox, organisation, sponsored, individual; 1 is Legacy (7.1.6.1).
constexpr std::string_view smime_policies = "2.23.140.1.5.";

bool is_legacy(const Certificate& certificate) {
  return std::ranges::any_of(certificate.policies, [](const auto& policy) {
    return policy.starts_with(smime_policies) && policy.ends_with(".1") && policy.size() == smime_policies.size() + 3;
  });
}

/// Another that is valid for longer can take its place.
bool has_successor(const Examination& examination, const Personal& personal) {
  return std::ranges::any_of(examination.personal(), [&](const Personal& other) {
    return other.certificate->not_after > personal.certificate->not_after && other.for_email &&
           other.certificate->not_before <= examination.facts().at &&
           share_address(*personal.certificate, *other.certificate);
  });
}

void check_now(Examination& examination, const Personal& personal) {
  const Certificate& certificate = *personal.certificate;
  const Time at = examination.facts().at;
  if (personal.expired) {
    examination.add(RuleId("CERT-EXPIRED"), personal.selected() ? Severity::error : Severity::note, certificate,
                    personal.selected() ? "A selected certificate expired on " + day(certificate.not_after) + "."
                                        : "It expired on " + day(certificate.not_after) + " and reads old mail.",
                    {{"notAfter", nssbridge::to_rfc3339(certificate.not_after)}});
    return;
  }
  if (certificate.not_before > at)
    examination.add(RuleId("CERT-NOT-YET-VALID"), Severity::warning, certificate,
                    "It is valid from " + day(certificate.not_before) + " on.",
                    {{"notBefore", nssbridge::to_rfc3339(certificate.not_before)}});
  const Time left = certificate.not_after - at;
  if (left < examination.facts().expiring_days * seconds_a_day && (personal.selected() || !has_successor(examination, personal)))
    examination.add(RuleId("CERT-EXPIRING"), Severity::warning, certificate,
                    "It expires on " + day(certificate.not_after) + ".",
                    {{"notAfter", nssbridge::to_rfc3339(certificate.not_after)}, {"days", left / seconds_a_day}});
}

/// A personal certificate in use that is to last longer than the authority above it; null: none.
const Certificate* outlasting(const Examination& examination, const Certificate& authority) {
  const auto found = std::ranges::find_if(examination.personal(), [&](const Personal& personal) {
    const auto& chain = personal.chain.certificates;
    return !personal.retired() && personal.for_email && personal.certificate->not_after > authority.not_after &&
           std::ranges::find(chain, authority.fingerprint, [](const auto* each) { return each->fingerprint; }) != chain.end();
  });
  return found == examination.personal().end() ? nullptr : found->certificate;
}

/// The same authority and key, with a certificate that lasts longer.
bool is_renewed(const Examination& examination, const Certificate& authority) {
  return std::ranges::any_of(examination.certificates(), [&](const Certificate* other) {
    return other->subject_der == authority.subject_der && other->spki == authority.spki && other->not_after > authority.not_after;
  });
}

/// Where one above ends first, so does all that it issued.
void check_authority(Examination& examination, const Certificate& authority) {
  const Time left = authority.not_after - examination.facts().at;
  if (left < 0) {
    examination.add(RuleId("CERT-EXPIRED"), Severity::note, authority,
                    "An authority's certificate expired on " + day(authority.not_after) + ".",
                    {{"notAfter", nssbridge::to_rfc3339(authority.not_after)}});
    return;
  }
  if (left >= examination.facts().expiring_days * seconds_a_day || is_renewed(examination, authority)) return;
  const auto* below = outlasting(examination, authority);
  if (below == nullptr) return;
  Finding finding{.rule = RuleId("CERT-EXPIRING"), .severity = Severity::warning,
                  .message = "An authority's certificate expires on " + day(authority.not_after) +
                             ", before one that it stands above and that is in use. Neither serves after that day."};
  finding.certificate = authority.fingerprint;
  finding.evidence = {{"notAfter", nssbridge::to_rfc3339(authority.not_after)}, {"days", left / seconds_a_day}, {"below", below->fingerprint.hex()}};
  finding.fix = nssbridge::Fix{"Ask the authority for its renewed certificate and bring it in with `certferry import`; if there is none, ask for a new "
                               "certificate of your own.", {}};
  examination.add(std::move(finding));
}

/// What binds public authorities, from the day on which it did.
void check_public(Examination& examination, const Personal& personal) {
  constexpr Time longest = 825, longest_legacy = 1185;
  const Certificate& certificate = *personal.certificate;
  if (!personal.is_public() || !personal.for_email || personal.retired()) return;
  // Both ends are within the validity (RFC 5280, 4.1.2.5), and a day that has begun counts (6.3.2).
  const Time days = (certificate.not_after - certificate.not_before + seconds_a_day) / seconds_a_day;
  const Time allowed = is_legacy(certificate) ? longest_legacy : longest;
  if (certificate.not_before >= requirements_begin && days > allowed)
    examination.add(RuleId("CERT-VALIDITY-TOO-LONG"), Severity::note, certificate,
                    "It is valid for " + std::to_string(days) + " days; " + std::to_string(allowed) + " are allowed.",
                    {{"days", days}, {"allowed", allowed}});
  if (certificate.not_before >= legacy_ends && is_legacy(certificate))
    examination.add(RuleId("CERT-LEGACY-PROFILE"), Severity::note, certificate,
                    "It was issued on " + day(certificate.not_before) + " under a Legacy policy.",
                    {{"notBefore", nssbridge::to_rfc3339(certificate.not_before)}});
}

}  // namespace

void check_validity(Examination& examination) {
  for (const auto& personal : examination.personal()) {
    check_now(examination, personal);
    check_public(examination, personal);
  }
  for (const auto& authority : examination.authorities()) check_authority(examination, *authority.certificate);
}

}  // namespace host::audit
