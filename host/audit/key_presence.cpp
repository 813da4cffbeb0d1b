// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <algorithm>
#include <set>

/// KEY-ORPHAN and KEY-MISSING-FOR-OLD-MAIL: keys without certificates and certificates without keys.
namespace host::audit {
namespace {

void check_orphans(Examination& examination) {
  const Facts& facts = examination.facts();
  if (!facts.keys || facts.certificates == nullptr) return;
  std::set<Bytes> with_certificate;
  if (!facts.keys->empty())
    for (const auto& stored : *facts.certificates) {
      with_certificate.insert(stored.key_id);
      with_certificate.insert(stored.certificate.key_id);
    }
  for (const auto& key : *facts.keys) {
    if (with_certificate.contains(key.key_id)) continue;
    const auto id = nssbridge::to_hex(key.key_id);
    examination.add({.rule = RuleId("KEY-ORPHAN"),
                     .severity = Severity::warning,
                     .message = "A private key is here without its certificate.",
                     .file = "key4.db",
                     .evidence = {{"keyId", id}},
                     .subject = id});
  }
}

bool is_for_encryption(const Certificate& certificate) {
  const auto& usage = certificate.key_usage;
  return nssbridge::can_serve_email(certificate) && (!usage || usage->key_encipherment || usage->key_agreement);
}

void check_old_mail(Examination& examination) {
  const Facts& facts = examination.facts();
  if (!facts.keys || !facts.identities) return;
  for (const auto* certificate : examination.correspondents()) {
    if (certificate->not_after >= facts.at || !is_for_encryption(*certificate)) continue;
    const auto own = std::ranges::find_if(*facts.identities, [&](const auto& identity) {
      return !identity.email.empty() && nssbridge::carries_address(*certificate, identity.email);
    });
    if (own != facts.identities->end())
      examination.add({.rule = RuleId("KEY-MISSING-FOR-OLD-MAIL"),
                       .severity = Severity::note,
                       .message = "It carries an identity's address and expired on " + day(certificate->not_after) +
                                  "; without its key, mail that was encrypted to it cannot be read here.",
                       .certificate = certificate->fingerprint,
                       .role = Role::personal,
                       .evidence = {{"address", own->email}}});
  }
}

}  // namespace

void check_key_presence(Examination& examination) {
  check_orphans(examination);
  check_old_mail(examination);
}

}  // namespace host::audit
