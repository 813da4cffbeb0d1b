// SPDX-License-Identifier: MPL-2.0
#include "verdict_path.hpp"

#include <algorithm>

namespace nssbridge {

Knowledge::Knowledge(const std::vector<StoredCertificate>& certificates, TrustMap trust, bool trust_known)
    : m_trust(std::move(trust)), m_trust_known(trust_known) {
  for (const auto& stored : certificates) {
    const Certificate& certificate = stored.certificate;
    // An anchor without the mark of an authority is looked at too, so that the reason can be told.
    if (certificate.is_authority || anchor(certificate) == Anchor::trusted)
      m_authorities.emplace(certificate.subject_der, &certificate);
  }
}

TrustPair Knowledge::trust_of(const Certificate& certificate) const {
  if (!m_trust_known) return {Trust::unknown, Trust::unknown};
  TrustPair shipped;
  if (const auto* root = find_builtin_root(certificate.fingerprint))
    shipped = {root->email_trusted ? Trust::trusted : Trust::none,
               root->web_trusted ? Trust::trusted : Trust::none};
  const auto record = m_trust.find({certificate.issuer_der, certificate.serial});
  if (record == m_trust.end()) return shipped;
  // The profile's own record overrides what is shipped, but for what it does not state.
  const TrustPair own = record->second;
  return {own.email == Trust::unknown ? shipped.email : own.email,
          own.web == Trust::unknown ? shipped.web : own.web};
}

Anchor Knowledge::anchor(const Certificate& certificate) const {
  switch (trust_of(certificate).email) {
    case Trust::trusted:
      return Anchor::trusted;
    case Trust::distrusted:
      return Anchor::distrusted;
    case Trust::unknown:
      return Anchor::unknown;
    case Trust::none:
      break;
  }
  return Anchor::inherits;
}

std::vector<const Certificate*> Knowledge::authorities(const Bytes& subject) const {
  std::vector<const Certificate*> found;
  auto add = [&](const Certificate* each) {
    const auto same = [&](const Certificate* known) { return known->fingerprint == each->fingerprint; };
    if (std::ranges::none_of(found, same)) found.push_back(each);
  };
  const auto [begin, end] = m_authorities.equal_range(subject);
  for (auto each = begin; each != end; ++each) add(each->second);
  for (const auto* root : builtin_roots_for(subject)) add(&root->certificate);
  return found;
}

Signature Knowledge::signature(const Certificate& subject, const Certificate& issuer) const {
  return m_signatures.check(subject, issuer);
}

bool Knowledge::self_signed(const Certificate& certificate) const {
  return certificate.self_issued() && signature(certificate, certificate) != Signature::bad;
}

void Knowledge::check_ahead(const std::vector<const StoredCertificate*>& certificates, Time at) const {
  std::vector<SignatureChecker::Pair> pairs;
  for (const auto* stored : certificates) {
    const Certificate& subject = stored->certificate;
    const auto* issuer = subject.self_issued() ? &subject : PathBuilder::likeliest(*this, subject, at);
    if (issuer != nullptr && anchor(subject) != Anchor::trusted) pairs.emplace_back(&subject, issuer);
  }
  m_signatures.check_ahead(pairs);
}

}  // namespace nssbridge
