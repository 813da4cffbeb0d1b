// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/explanation/neighbours.hpp>
#include <nssbridge/verdict.hpp>

#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace host::explanation {

/// What one certificate could do in the target once a move from `from` had brought what it lacks there.
struct Trial {
  const Store* from = nullptr;
  const nssbridge::StoredCertificate* certificate = nullptr;
  bool brings_certificate = false, brings_key = false, brings_authorities = false, brings_trust = false;
  std::optional<nssbridge::Fingerprint> root_to_trust;  ///< the person would have to say so
  std::optional<nssbridge::Fingerprint> root;           ///< where the chain ends then
  bool signs = false, encrypts = false;
  nssbridge::Verdicts verdicts;

  bool serves(nssbridge::Purpose purpose) const {
    return purpose == nssbridge::Purpose::signing ? signs : encrypts;
  }
  /// False: NSS's classic verifier refuses what Thunderbird's own takes, as checks of a move then say.
  bool suits_both_verifiers() const { return nssbridge::lets_sign(verdicts.encryption); }
  bool changes_store() const { return brings_certificate || brings_key || brings_authorities || brings_trust; }
};

/// Tries, on paper and by the very plan that a move would follow, what the certificates with a key in all profiles
/// of the person could do in `target`. Each is tried once.
class Trials {
 public:
  /// Both stores must outlive this. `administrators_roots`: what a move would trust without a question.
  Trials(const Store& target, const std::list<Store>& neighbours, std::set<nssbridge::Fingerprint> administrators_roots);

  /// Of certificates that carry `address`, the target's own first; for each store the certificates that last longest
  /// first. One that stands in the target, ready for use, is tried there alone.
  std::vector<const Trial*> for_address(const std::string& address);

 private:
  const Trial& trial(const Store& from, const nssbridge::StoredCertificate& certificate);
  std::vector<const nssbridge::StoredCertificate*> worth_trying(const Store& from, const std::string& address) const;

  const Store& m_target;
  Store m_lean_target;  ///< without correspondents, of whom there are thousands and who help nobody to sign
  const std::list<Store>& m_neighbours;
  std::set<nssbridge::Fingerprint> m_administrators_roots;
  std::map<std::pair<const Store*, nssbridge::Fingerprint>, Trial> m_known;
};

}  // namespace host::explanation
