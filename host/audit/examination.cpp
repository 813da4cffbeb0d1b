// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <algorithm>
#include <set>
#include <unordered_map>

namespace host::audit {

using nssbridge::files::StatedTrust;
using nssbridge::files::TrustRow;

namespace {

using Name = std::pair<Bytes, Bytes>;  ///< issuer and serial

/// For whom a database states trust as an authority.
std::set<Name> trusted_names(const std::optional<std::vector<TrustRow>>& rows) {
  std::set<Name> names;
  for (const auto& row : rows.value_or(std::vector<TrustRow>{}))
    if (row.server == StatedTrust::authority || row.email == StatedTrust::authority ||
        row.code == StatedTrust::authority || row.client == StatedTrust::authority)
      names.emplace(row.issuer, row.serial);
  return names;
}

}  // namespace

std::string day(nssbridge::Time time) { return nssbridge::to_rfc3339(time).substr(0, 10); }

bool share_address(const Certificate& left, const Certificate& right) {
  return std::ranges::any_of(left.emails, [&](const auto& address) { return nssbridge::carries_address(right, address); });
}

Severity milder(Severity severity) { return severity == Severity::error ? Severity::warning : Severity::note; }

Examination::Examination(const Facts& facts) : m_facts(facts) {
  if (facts.certificates == nullptr || facts.verifier == nullptr) return;
  find_selections();
  sort_certificates();
  find_authorities();
}

void Examination::add(RuleId rule, Severity severity, const Certificate& about, std::string message,
                      nlohmann::json evidence) {
  m_findings.push_back({.rule = rule,
                        .severity = severity,
                        .message = std::move(message),
                        .certificate = about.fingerprint,
                        .evidence = std::move(evidence)});
}

const Personal* Examination::find_personal(const Certificate* certificate) const {
  const auto found = std::ranges::find(m_personal, certificate, &Personal::certificate);
  return found == m_personal.end() ? nullptr : &*found;
}

void Examination::find_selections() {
  if (!m_facts.identities) return;
  std::unordered_map<std::string, const Certificate*> wanted;
  for (const auto& identity : *m_facts.identities)
    for (const auto& [purpose, stored] :
         {std::pair{Purpose::signing, &identity.signing}, std::pair{Purpose::encryption, &identity.encryption}}) {
      if (!*stored) continue;
      m_selections.push_back({&identity, purpose, &**stored, nullptr});
      if (!(*stored)->db_key.empty()) wanted.emplace((*stored)->db_key, nullptr);
    }
  if (wanted.empty()) return;
  for (const auto& stored : *m_facts.certificates)
    if (const auto place = wanted.find(stored.certificate.db_key); place != wanted.end() && place->second == nullptr)
      place->second = &stored.certificate;
  for (auto& selection : m_selections)
    if (const auto place = wanted.find(selection.stored->db_key); place != wanted.end())
      selection.certificate = place->second;
}

void Examination::sort_certificates() {
  std::set<const Certificate*> selected;
  for (const auto& selection : m_selections) selected.insert(selection.certificate);
  std::set<nssbridge::Fingerprint> seen;
  for (const auto& stored : *m_facts.certificates) {
    const Certificate& certificate = stored.certificate;
    if (!seen.insert(certificate.fingerprint).second) continue;
    m_certificates.push_back(&certificate);
    const auto has_key = m_facts.verifier->has_private_key(certificate);
    if (has_key == true || selected.contains(&certificate)) {
      add_personal(certificate, has_key == true);
    } else if (has_key == false && !certificate.is_authority && !certificate.emails.empty()) {
      m_correspondents.push_back(&certificate);
    }
  }
}

void Examination::add_personal(const Certificate& certificate, bool has_key) {
  Personal personal{.certificate = &certificate, .has_key = has_key};
  for (const auto& selection : m_selections)
    if (selection.certificate == &certificate)
      (selection.purpose == Purpose::signing ? personal.signs : personal.encrypts) = true;
  personal.for_email = personal.selected() || nssbridge::can_serve_email(certificate);
  personal.expired = certificate.not_after < m_facts.at;
  personal.chain = m_facts.verifier->chain(certificate, std::min(m_facts.at, certificate.not_after));
  m_personal.push_back(std::move(personal));
}

void Examination::find_authorities() {
  const auto trusted = trusted_names(m_facts.trust);
  std::map<nssbridge::Fingerprint, Authority> found;
  for (const auto& personal : m_personal)
    for (const auto* above : personal.chain.certificates) {
      if (above->fingerprint == personal.certificate->fingerprint) continue;
      auto& authority = found.try_emplace(above->fingerprint, Authority{above}).first->second;
      authority.above_in_use = authority.above_in_use || !personal.retired();
    }
  if (!trusted.empty())
    for (const auto& stored : *m_facts.certificates)
      if (trusted.contains({stored.certificate.issuer_der, stored.certificate.serial}) && !find_personal(&stored.certificate))
        found.try_emplace(stored.certificate.fingerprint, Authority{&stored.certificate});
  // What the application ships is the application's to mend.
  for (const auto& [fingerprint, authority] : found)
    if (nssbridge::find_builtin_root(fingerprint) == nullptr) m_authorities.push_back(authority);
}

}  // namespace host::audit
