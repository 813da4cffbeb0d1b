// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/migration/plan.hpp>

#include <map>
#include <vector>

namespace host::migration {

/// What each step of a plan needs of both sides, which must outlive it: all that they hold, and what chains may use of it.
class Planner {
 public:
  Planner(const Sides& sides, const Wishes& wishes);

  /// One certificate with its chain; left out where nobody asked for it and it can serve no e-mail.
  CertificatePlan step(const nssbridge::StoredCertificate& stored) const;

  const Sides& sides() const { return m_sides; }
  const Wishes& wishes() const { return m_wishes; }
  /// Certificates of both sides once each.
  const std::vector<nssbridge::StoredCertificate>& pool() const { return m_pool; }
  /// By the trust of both sides: distrust on either wins, then trust on either.
  const nssbridge::Verifier& verifier() const { return m_verifier; }

 private:
  using Index = std::map<nssbridge::Fingerprint, const nssbridge::Certificate*>;
  static Index index_of(const store::Contents& contents);
  const nssbridge::Certificate* lasting(const nssbridge::Certificate& certificate) const;
  void add_chain(CertificatePlan& plan) const;

  const Sides& m_sides;
  const Wishes& m_wishes;
  Index m_source, m_target;
  std::vector<nssbridge::StoredCertificate> m_pool;
  nssbridge::Verifier m_verifier;
};

}  // namespace host::migration
