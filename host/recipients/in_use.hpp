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

  /// Of its addresses, those that another one stands for, under another root than `root` (nothing: under none that is known).
  std::vector<Change> changes_by(const nssbridge::Certificate& certificate, const std::optional<nssbridge::Fingerprint>& root) const;

  /// Of its addresses, those for which Thunderbird goes on using another one although this one is, or comes, there too: it takes the
  /// first stored that its verifier accepts, however much longer another one is valid.
  std::vector<Change> later_for(const nssbridge::Certificate& certificate) const;

  /// From now on this one stands for its addresses; it is stored behind the others.
  void take_over(const nssbridge::Certificate& certificate, const nssbridge::Fingerprint& root);

 private:
  std::optional<nssbridge::Fingerprint> trusted_root(const nssbridge::Certificate& certificate) const;

  const nssbridge::Verifier& m_verifier;
  std::multimap<std::string, const nssbridge::Certificate*> m_stored;
  std::map<std::string, Used> m_taken;
  std::set<nssbridge::Fingerprint> m_come;  ///< accepted, whatever the verifier knows
};

}  // namespace host::recipients
