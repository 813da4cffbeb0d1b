// SPDX-License-Identifier: MPL-2.0
#include "verdict_checks.hpp"

#include <algorithm>
#include <array>

namespace nssbridge::checks {
namespace {

using reasons::Place;

constexpr std::string_view ocsp_signing = "1.3.6.1.5.5.7.3.9";

void signature_algorithm(const Certificate& certificate, Place place, Reasons& found) {
  constexpr std::array<std::string_view, 9> accepted{"sha256-rsa",     "sha384-rsa",     "sha512-rsa",
                                                     "sha256-rsa-pss", "sha384-rsa-pss", "sha512-rsa-pss",
                                                     "ecdsa-sha256",   "ecdsa-sha384",   "ecdsa-sha512"};
  constexpr std::array<std::string_view, 4> historic{"md2-rsa", "md5-rsa", "sha1-rsa", "ecdsa-sha1"};
  const std::string_view name = certificate.signature_algorithm;
  if (std::ranges::find(accepted, name) != accepted.end()) return;
  const bool weak = std::ranges::find(historic, name) != historic.end();
  found.push_back(weak ? reasons::weak_signature(place) : reasons::unsupported_signature(place));
}

void public_key(const PublicKeyInfo& key, Place place, Reasons& found) {
  if (key.algorithm == "rsa") {
    // mozpkix counts whole octets of the modulus.
    if ((key.bits + 7) / 8 * 8 < 1024) found.push_back(reasons::key_too_short(place));
    return;
  }
  const auto curve = key.curve.value_or("");
  const bool known = key.algorithm == "ec" && (curve == "P-256" || curve == "P-384" || curve == "P-521");
  if (!known) found.push_back(reasons::unsupported_key(place));
}

void validity(const Certificate& certificate, Place place, Time at, Reasons& found) {
  if (certificate.not_before > certificate.not_after) found.push_back(reasons::unreadable(place));
  if (at < certificate.not_before) found.push_back(reasons::not_yet_valid(place, certificate.not_before));
  if (at > certificate.not_after) found.push_back(reasons::expired(place, certificate.not_after));
}

bool empty_name(BytesView name) {
  return name.size() <= 2;
}

}  // namespace

bool lists(const Certificate& certificate, std::string_view usage) {
  const auto& usages = certificate.extended_usages;
  return usages && std::ranges::find(*usages, usage) != usages->end();
}

bool too_long(const Certificate& certificate) {
  constexpr std::size_t longest_content = 0xFFFF, header = 4;
  return certificate.der.size() > header + longest_content;
}

void common(const Certificate& certificate, Place place, Time at, bool anchor, Reasons& found) {
  validity(certificate, place, at, found);
  if (!anchor) signature_algorithm(certificate, place, found);
  public_key(certificate.key, place, found);
  if (certificate.malformed || certificate.repeated_extension || empty_name(certificate.issuer_der) ||
      too_long(certificate))
    found.push_back(reasons::unreadable(place));
  if (certificate.unknown_critical_extension) found.push_back(reasons::unknown_extension(place));
}

void leaf_usages(const Certificate& certificate, Purpose purpose, Reasons& found) {
  if (certificate.is_authority) found.push_back(reasons::is_authority());
  const bool emails = !certificate.extended_usages || lists(certificate, email_protection);
  if (!emails)
    found.push_back(lists(certificate, any_usage) ? reasons::only_any_usage() : reasons::no_email_usage(Place::itself));
  else if (lists(certificate, ocsp_signing))
    found.push_back(reasons::revocation_usage());
  const auto usage = certificate.key_usage;
  const bool allowed = purpose == Purpose::signing
                           ? !usage || usage->digital_signature || usage->non_repudiation
                           : !usage || usage->key_encipherment || usage->key_agreement;
  if (!allowed) found.push_back(reasons::no_usage(purpose));
}

void authority_usages(const Certificate& certificate, std::size_t authorities_below, Reasons& found) {
  const bool may_sign = !certificate.key_usage || certificate.key_usage->key_cert_sign;
  if (!certificate.is_authority || !may_sign) found.push_back(reasons::may_not_issue());
  if (certificate.path_length && authorities_below > static_cast<std::size_t>(*certificate.path_length))
    found.push_back(reasons::path_too_long());
  if (certificate.extended_usages && !lists(certificate, email_protection))
    found.push_back(reasons::no_email_usage(Place::authority));
}

}  // namespace nssbridge::checks
