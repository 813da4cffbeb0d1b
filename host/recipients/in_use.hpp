// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/store/contents.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace host::recipients {

/// Which certificate stands for an address, under which root.
struct Used {
  const nssbridge::Certificate* certificate;
  nssbridge::Fingerprint root;
};

/// Mail to an address would be encrypted to another certificate, of another authority.
struct Change {
  std::string address;
  const nssbridge::Certificate* used;
  const nssbridge::Certificate* offered;
};

/// Why somebody's certificate stays out: nobody trusts its root, or (`distrusted`) somebody distrusts it; rule C4.
nssbridge::Reason untrusted_root(bool distrusted);
nssbridge::Reason another_authority();

/// The certificates that stand for addresses in a profile. What is given must outlive it.
class InUse {
 public:
  InUse(const std::vector<nssbridge::StoredCertificate>& certificates, const nssbridge::Verifier& verifier);

  /// Of those whose chain ends in a trusted root (as of a moment when they were valid): the first that mail can be encrypted to,
  /// which is the one that Thunderbird takes, else the one that was valid longest. Nothing where the address is not known.
  std::optional<Used> of(const std::string& address) const;

  /// It is stored, or accepted, and its chain ends in a trusted root (as of a moment when it was valid): whatever it stands for, it
  /// does already.
  bool stands(const nssbridge::Certificate& certificate) const;

  /// Of its addresses, those that another one stands for, under another root than `root` (nothing: under none that is known).
  std::vector<Change> changes_by(const nssbridge::Certificate& certificate, const std::optional<nssbridge::Fingerprint>& root) const;

  /// What comes to life when mail programs begin to believe `authority`: of the certificates that are stored below it and do not stand
  /// yet, but do by `then` (the trust and the certificates to come), the addresses that another one stands for, under another root.
  std::vector<Change> changes_below(const nssbridge::Certificate& authority, const nssbridge::Verifier& then) const;

  /// Of its addresses, those for which Thunderbird goes on using another one although this one is, or comes, there too: it takes the
  /// first stored that its verifier accepts, however much longer another one is valid.
  std::vector<Change> later_for(const nssbridge::Certificate& certificate) const;

  /// From now on this one stands for its addresses; it is stored behind the others.
  void take_over(const nssbridge::Certificate& certificate, const nssbridge::Fingerprint& root);

 private:
  const nssbridge::Verifier& m_verifier;
  std::set<nssbridge::Fingerprint> m_fingerprints;  ///< of what is stored
  std::multimap<nssbridge::Bytes, const nssbridge::Certificate*> m_issued;  ///< what is stored, by its issuer
  std::multimap<std::string, const nssbridge::Certificate*> m_stored;
  std::map<std::string, Used> m_taken;
  std::set<nssbridge::Fingerprint> m_come;  ///< accepted, whatever the verifier knows
};

}  // namespace host::recipients
