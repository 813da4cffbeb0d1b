// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/in_use.hpp>

#include <nssbridge/smime_profile.hpp>

#include <algorithm>

namespace host::correspondents {

using nssbridge::Certificate;
using nssbridge::filed;
using nssbridge::Fingerprint;

InUse::InUse(const std::vector<nssbridge::StoredCertificate>& certificates, const nssbridge::Verifier& verifier) : m_verifier(verifier) {
  for (const auto& stored : certificates)
    if (!stored.certificate.is_authority)
      for (const auto& address : stored.certificate.emails) m_stored.emplace(filed(address), &stored.certificate);
}

std::optional<Fingerprint> InUse::trusted_root(const Certificate& certificate) const {
  const auto chain = m_verifier.chain(certificate, std::clamp(store::now(), certificate.not_before, certificate.not_after));
  if (!chain.complete || !chain.root_trusted || chain.certificates.empty()) return std::nullopt;
  return chain.certificates.back()->fingerprint;
}

std::optional<Used> InUse::of(const std::string& address) const {
  if (const auto taken = m_taken.find(filed(address)); taken != m_taken.end()) return taken->second;
  std::optional<Used> best;
  const auto [first, last] = m_stored.equal_range(filed(address));
  for (auto each = first; each != last; ++each) {
    const auto root = trusted_root(*each->second);
    if (!root) continue;
    if (m_verifier.verdict(*each->second, nssbridge::Purpose::encryption).ok) return Used{each->second, *root};
    if (!best || each->second->not_after > best->certificate->not_after) best = Used{each->second, *root};
  }
  return best;
}

void InUse::take_over(const Certificate& certificate, const Fingerprint& root) {
  for (const auto& address : certificate.emails) m_taken.insert_or_assign(filed(address), Used{&certificate, root});
}

}  // namespace host::correspondents
