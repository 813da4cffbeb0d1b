// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <nssbridge/bulk_cipher.hpp>
#include <nssbridge/smime_profile.hpp>

#include <algorithm>
#include <unordered_set>

/// PEER-*: what mail to others is encrypted with.
namespace host::audit {
namespace {

using nssbridge::filed;

bool has_supported_key(const Certificate& certificate) {
  const auto curve = certificate.key.curve.value_or("");
  return certificate.key.algorithm == "rsa" || curve == "P-256" || curve == "P-384" || curve == "P-521";
}

bool can_be_encrypted_to(const Certificate& certificate, nssbridge::Time at) {
  const auto& usage = certificate.key_usage;
  const bool encrypts = !usage || usage->key_encipherment || usage->key_agreement;
  return encrypts && has_supported_key(certificate) && certificate.not_before <= at && at <= certificate.not_after;
}

void check_expired(Examination& examination, const std::vector<const Certificate*>& people) {
  const auto at = examination.facts().at;
  std::unordered_set<std::string> reachable;
  for (const auto* certificate : people)
    if (can_be_encrypted_to(*certificate, at))
      for (const auto& address : certificate->emails) reachable.insert(filed(address));
  for (const auto* certificate : people) {
    const bool expired = certificate->not_after < at, supported = has_supported_key(*certificate);
    if (!expired && supported) continue;
    const bool replaced = std::ranges::any_of(certificate->emails, [&](const auto& address) { return reachable.contains(filed(address)); });
    if (replaced) continue;
    examination.add(RuleId("PEER-EXPIRED"), Severity::note, *certificate,
                    expired ? "A correspondent's certificate expired on " + day(certificate->not_after) + "."
                            : "Thunderbird cannot encrypt to this kind of key.",
                    {{"emails", certificate->emails}, {"reason", expired ? "expired" : "unsupported-key"}});
  }
}

/// The own certificate that mail to others is encrypted to as well.
const Certificate* own_for_encryption(const Examination& examination) {
  const auto found = std::ranges::find_if(examination.personal(), [](const Personal& each) { return each.encrypts; });
  return found == examination.personal().end() ? nullptr : found->certificate;
}

std::string why_weak(std::string_view cipher, bool learnt) {
  if (!learnt) return "Nothing is known of the correspondent's software, so mail to them is encrypted with an old cipher.";
  if (cipher.starts_with("rc2")) return "The correspondent's software and the own certificate have no cipher in common, so mail to them is encrypted with RC2.";
  return "The correspondent's software asks for an old cipher first.";
}

void check_ciphers(Examination& examination, const std::vector<const Certificate*>& people) {
  const auto& profiles = examination.facts().smime_profiles;
  if (!profiles) return;
  const nssbridge::KnownSoftware software(*profiles);
  const auto* own = own_for_encryption(examination);
  for (const auto* certificate : people) {
    if (!can_be_encrypted_to(*certificate, examination.facts().at)) continue;
    std::vector voters{software.voter(*certificate)};
    const bool learnt = voters.front().capabilities.has_value();
    if (own != nullptr) voters.push_back(software.voter(*own));
    const auto cipher = nssbridge::bulk_cipher(voters);
    if (nssbridge::is_strong_cipher(cipher)) continue;
    examination.add(RuleId("PEER-WEAK-CIPHER"), Severity::note, *certificate, why_weak(cipher, learnt),
                    {{"emails", certificate->emails}, {"cipher", cipher}, {"learnt", learnt}});
  }
}

}  // namespace

void check_correspondents(Examination& examination) {
  std::vector<const Certificate*> people;
  for (const auto* certificate : examination.correspondents())
    if (nssbridge::can_serve_email(*certificate)) people.push_back(certificate);
  check_expired(examination, people);
  // Firefox sends no mail.
  if (examination.facts().application != "firefox") check_ciphers(examination, people);
}

}  // namespace host::audit
