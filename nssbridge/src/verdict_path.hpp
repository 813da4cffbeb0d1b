// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/verdict.hpp>

#include "signature_check.hpp"

#include <map>
#include <unordered_map>

namespace nssbridge {

/// What mozpkix makes of the trust of one certificate.
enum class Anchor { inherits, trusted, distrusted, unknown };

/// The certificates, the trust and the signatures that paths are built from.
class Knowledge {
 public:
  Knowledge(const std::vector<StoredCertificate>& certificates, TrustMap trust, bool trust_known);

  TrustPair trust_of(const Certificate& certificate) const;
  Anchor anchor(const Certificate& certificate) const;
  /// Every authority, of the profile and shipped, with this subject; each certificate once.
  std::vector<const Certificate*> authorities(const Bytes& subject) const;
  Signature signature(const Certificate& subject, const Certificate& issuer) const;
  bool self_signed(const Certificate& certificate) const;
  /// Checks the signature that each certificate's path will ask for first, all at once. What a path asks for besides is
  /// checked when it does.
  void check_ahead(const std::vector<const StoredCertificate*>& certificates, Time at) const;

 private:
  TrustMap m_trust;
  bool m_trust_known;
  std::multimap<Bytes, const Certificate*> m_authorities;
  mutable SignatureChecker m_signatures;
};

/// Builds the best path from a certificate upwards, as mozpkix does: an issuer is one whose name is the
/// subject's issuer and whose key made the signature; a trust anchor ends the path.
class PathBuilder {
 public:
  PathBuilder(const Knowledge& knowledge, Time at) : m_knowledge(knowledge), m_at(at) {}
  /// `own_trust`: the leaf may be an anchor itself.
  Chain build(const Certificate& leaf, bool own_trust = true);
  /// The authority that a path tries first above `subject`; null where there is none.
  static const Certificate* likeliest(const Knowledge& knowledge, const Certificate& subject, Time at);

 private:
  struct Path;
  static bool better(const Path& left, const Path& right);
  Path above(const Certificate& subject);
  Path through(const Certificate& authority, const Certificate& subject);
  std::vector<const Certificate*> candidates(const Certificate& subject) const;
  bool is_loop(const Certificate& authority) const;
  void judge(const Certificate& authority, const Certificate& subject, Anchor anchor,
             std::vector<Reason>& problems) const;
  void judge_root(const Certificate& root, bool is_leaf, Path& path) const;

  const Knowledge& m_knowledge;
  Time m_at;
  std::vector<const Certificate*>
      m_below;              ///< the leaf and the authorities down from where the search stands
  unsigned m_steps = 2000;  ///< many authorities of one name, or crosswise certified, would take for ever
};

}  // namespace nssbridge
