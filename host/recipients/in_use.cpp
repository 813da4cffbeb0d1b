// SPDX-License-Identifier: MPL-2.0
#include <host/recipients/in_use.hpp>

#include <nssbridge/smime_profile.hpp>

#include <algorithm>
#include <iterator>

namespace host::recipients {

using nssbridge::Certificate;
using nssbridge::filed;
using nssbridge::Fingerprint;

InUse::InUse(const std::vector<nssbridge::StoredCertificate>& certificates, const nssbridge::Verifier& verifier) : m_verifier(verifier) {
  for (const auto& stored : certificates) {
    m_fingerprints.insert(stored.certificate.fingerprint);
    m_issued.emplace(stored.certificate.issuer_der, &stored.certificate);
    if (!stored.certificate.is_authority)
      for (const auto& address : stored.certificate.emails) m_stored.emplace(filed(address), &stored.certificate);
  }
}

nssbridge::Reason untrusted_root(bool distrusted) {
  if (distrusted) return {"root-not-trusted", "The authority at the top of the chain is distrusted for e-mail, and that stays so.", {}};
  return {"root-not-trusted", "The authority at the top of the chain is not trusted for e-mail in this profile. Compare its fingerprint with its owner by "
                              "another way, then trust it.", {}};
}

nssbridge::Reason another_authority() {
  return {"change", "The address has a certificate of another authority in this profile. Ask the correspondent by another way whether they have "
                    "changed it; nothing was stored.", {}};
}

namespace {

std::optional<Fingerprint> trusted_root(const Certificate& certificate, const nssbridge::Verifier& verifier) {
  const auto chain = verifier.chain(certificate, std::clamp(store::now(), certificate.not_before, certificate.not_after));
  if (!chain.complete || !chain.root_trusted || chain.certificates.empty()) return std::nullopt;
  return chain.certificates.back()->fingerprint;
}

}  // namespace

bool InUse::stands(const Certificate& certificate) const {
  if (m_come.contains(certificate.fingerprint)) return true;
  return m_fingerprints.contains(certificate.fingerprint) && trusted_root(certificate, m_verifier);
}

std::optional<Used> InUse::of(const std::string& address) const {
  if (const auto taken = m_taken.find(filed(address)); taken != m_taken.end()) return taken->second;
  std::optional<Used> best;
  const auto [first, last] = m_stored.equal_range(filed(address));
  for (auto each = first; each != last; ++each) {
    const auto root = trusted_root(*each->second, m_verifier);
    if (!root) continue;
    if (m_verifier.verdict(*each->second, nssbridge::Purpose::encryption).ok) return Used{each->second, *root};
    if (!best || each->second->not_after > best->certificate->not_after) best = Used{each->second, *root};
  }
  return best;
}

std::vector<Change> InUse::changes_by(const Certificate& certificate, const std::optional<Fingerprint>& root) const {
  std::vector<Change> changes;
  for (const auto& address : certificate.emails)
    if (const auto used = of(address); used && used->root != root) changes.push_back({address, used->certificate, &certificate});
  return changes;
}

std::vector<Change> InUse::changes_below(const Certificate& authority, const nssbridge::Verifier& then) const {
  std::vector<Change> changes;
  std::set<nssbridge::Bytes> names{authority.subject_der};
  for (std::vector<nssbridge::Bytes> open{authority.subject_der}; !open.empty();) {
    const auto [first, last] = m_issued.equal_range(open.back());
    open.pop_back();
    for (auto each = first; each != last; ++each) {
      const auto& certificate = *each->second;
      if (certificate.is_authority) {
        if (names.insert(certificate.subject_der).second) open.push_back(certificate.subject_der);
        continue;
      }
      const auto root = certificate.emails.empty() || stands(certificate) ? std::nullopt : trusted_root(certificate, then);
      if (root) std::ranges::move(changes_by(certificate, root), std::back_inserter(changes));
    }
  }
  return changes;
}

std::vector<Change> InUse::later_for(const Certificate& certificate) const {
  std::vector<Change> later;
  for (const auto& address : certificate.emails) {
    const auto [first, last] = m_stored.equal_range(filed(address));
    const auto used = std::find_if(first, last, [&](const auto& each) {
      return each.second->fingerprint == certificate.fingerprint || m_come.contains(each.second->fingerprint) ||
             m_verifier.verdict(*each.second, nssbridge::Purpose::encryption).ok;
    });
    if (used != last && used->second->fingerprint != certificate.fingerprint) later.push_back({address, used->second, &certificate});
  }
  return later;
}

void InUse::take_over(const Certificate& certificate, const Fingerprint& root) {
  m_come.insert(certificate.fingerprint);
  for (const auto& address : certificate.emails) {
    m_taken.insert_or_assign(filed(address), Used{&certificate, root});
    m_stored.emplace(filed(address), &certificate);
  }
}

}  // namespace host::recipients
