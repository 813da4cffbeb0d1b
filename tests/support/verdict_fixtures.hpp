// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/verdict.hpp>

#include <map>
#include <string>
#include <vector>

namespace tests {

/// The certificates that tests/support/verdict_certificates.py makes, made anew for each program because
/// their validity counts from now (their keys are kept in the build directory).
class VerdictCertificates {
 public:
  static const VerdictCertificates& all();

  const nssbridge::Certificate& get(const std::string& name) const { return m_certificates.at(name); }
  /// As a profile holds them: authorities and leaves, without those that it is to lack.
  const std::vector<nssbridge::StoredCertificate>& stored() const { return m_stored; }
  const nssbridge::TrustMap& trust() const { return m_trust; }
  std::vector<std::string> leaves() const;
  nssbridge::Time now() const { return m_now; }
  /// Judges at the moment at which the certificates were made.
  nssbridge::Verifier verifier(std::optional<std::set<nssbridge::Bytes>> key_ids = {}) const;

 private:
  VerdictCertificates();
  void add(const std::string& folder, const std::string& line);

  std::map<std::string, nssbridge::Certificate> m_certificates;
  std::vector<nssbridge::StoredCertificate> m_stored;
  std::vector<std::string> m_leaves;
  nssbridge::TrustMap m_trust;
  nssbridge::Time m_now = 0;
};

/// "11": ok for signing and for encryption.
std::string digits(bool signing, bool encryption);
/// The kinds of the reasons, separated by spaces.
std::string kinds(const nssbridge::Verdict& verdict);

}  // namespace tests
