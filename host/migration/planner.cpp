// SPDX-License-Identifier: MPL-2.0
#include <host/migration/planner.hpp>

#include <algorithm>

namespace host::migration {

using nssbridge::Certificate;
using nssbridge::StoredCertificate;
using nssbridge::Trust;

namespace {

std::vector<StoredCertificate> pool_of(const Sides& sides) {
  auto pool = sides.source.certificates;
  std::set<nssbridge::Fingerprint> known;
  for (const auto& stored : pool) known.insert(stored.certificate.fingerprint);
  for (const auto& stored : sides.target.certificates)
    if (known.insert(stored.certificate.fingerprint).second) pool.push_back(stored);
  return pool;
}

nssbridge::TrustMap merged_trust(const Sides& sides) {
  auto merged = sides.source.trust;
  for (const auto& [key, theirs] : sides.target.trust) {
    auto& ours = merged[key];
    if (theirs.email == Trust::distrusted || ours.email == Trust::none) ours.email = theirs.email;
  }
  return merged;
}

}  // namespace

Planner::Planner(const Sides& sides, const Wishes& wishes)
    : m_sides(sides),
      m_wishes(wishes),
      m_source(index_of(sides.source)),
      m_target(index_of(sides.target)),
      m_pool(pool_of(sides)),
      m_verifier(m_pool, merged_trust(sides), std::nullopt, {.at = store::now(), .trust_known = true}) {}

Planner::Index Planner::index_of(const store::Contents& contents) {
  Index index;
  for (const auto& stored : contents.certificates) index.emplace(stored.certificate.fingerprint, &stored.certificate);
  return index;
}

/// The certificate as one of the two sides holds it: chains point into a pool that does not outlive planning.
const Certificate* Planner::lasting(const Certificate& certificate) const {
  for (const auto* index : {&m_source, &m_target})
    if (const auto found = index->find(certificate.fingerprint); found != index->end()) return found->second;
  const auto* shipped = nssbridge::find_builtin_root(certificate.fingerprint);
  return shipped == nullptr ? nullptr : &shipped->certificate;
}

void Planner::add_chain(CertificatePlan& plan) const {
  const Certificate& leaf = plan.certificate->certificate;
  const auto chain = m_verifier.chain(leaf, std::clamp(store::now(), leaf.not_before, leaf.not_after));
  plan.chain_complete = chain.complete;
  for (std::size_t i = 1; i < chain.certificates.size(); ++i) {
    const Certificate* issuer = lasting(*chain.certificates[i]);
    if (issuer == nullptr) continue;
    const bool is_root = chain.complete && i + 1 == chain.certificates.size();
    if (is_root)
      plan.roots.push_back(plan_root(m_sides, m_wishes, *issuer));
    else
      plan.authorities.push_back(issuer);
    const bool shipped = is_root && plan.roots.back().action == RootAction::builtin;
    if (!shipped && !m_target.contains(issuer->fingerprint)) plan.authorities_missing = true;
  }
  const bool self_signed_leaf = chain.complete && chain.certificates.size() == 1;
  if (self_signed_leaf) plan.roots.push_back(plan_root(m_sides, m_wishes, leaf));
}

CertificatePlan Planner::step(const StoredCertificate& stored) const {
  CertificatePlan plan;
  plan.certificate = &stored;
  plan.action = CertificateAction::skip;
  plan.certificate_missing = !m_target.contains(stored.certificate.fingerprint);
  const bool asked_for = m_wishes.everything || !m_wishes.certificates.empty();
  if (!asked_for && !nssbridge::can_serve_email(stored.certificate)) return plan;
  plan.key_missing = !m_sides.target.has_key(stored.certificate);
  add_chain(plan);
  const bool anything = plan.certificate_missing || plan.key_missing || plan.authorities_missing;
  plan.action = anything ? CertificateAction::copy : CertificateAction::present;
  return plan;
}

}  // namespace host::migration
