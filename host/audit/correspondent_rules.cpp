// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <nssbridge/bulk_cipher.hpp>
#include <nssbridge/smime_profile.hpp>

#include <algorithm>
#include <map>
#include <unordered_set>

/// PEER-*: what mail to others is encrypted with.
namespace host::audit {
namespace {

/// NSS files addresses so: ASCII in lower case.
std::string lower(std::string address) {
  std::ranges::transform(address, address.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return address;
}

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
      for (const auto& address : certificate->emails) reachable.insert(lower(address));
  for (const auto* certificate : people) {
    const bool expired = certificate->not_after < at, supported = has_supported_key(*certificate);
    if (!expired && supported) continue;
    const bool replaced = std::ranges::any_of(certificate->emails, [&](const auto& address) { return reachable.contains(lower(address)); });
    if (replaced) continue;
    examination.add(RuleId("PEER-EXPIRED"), Severity::note, *certificate,
                    expired ? "A correspondent's certificate expired on " + day(certificate->not_after) + "."
                            : "Thunderbird cannot encrypt to this kind of key.",
                    {{"emails", certificate->emails}, {"reason", expired ? "expired" : "unsupported-key"}});
  }
}

using Known = std::map<std::pair<Bytes, std::string>, const nssbridge::SmimeProfile*>;

nssbridge::CipherVoter voter(const Known& known, const Certificate& certificate) {
  for (const auto& address : certificate.emails)
    if (const auto found = known.find({certificate.subject_der, lower(address)}); found != known.end())
      return {&certificate, found->second->capabilities};
  return {&certificate, std::nullopt};
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
  Known known;
  for (const auto& profile : *profiles) known.emplace(std::pair{profile.subject, lower(profile.email)}, &profile);
  const auto* own = own_for_encryption(examination);
  for (const auto* certificate : people) {
    if (!can_be_encrypted_to(*certificate, examination.facts().at)) continue;
    std::vector voters{voter(known, *certificate)};
    const bool learnt = voters.front().capabilities.has_value();
    if (own != nullptr) voters.push_back(voter(known, *own));
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
