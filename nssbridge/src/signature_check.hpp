// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>

#include <map>
#include <span>
#include <utility>

namespace nssbridge {

/// `undecided`: NSS does not know the algorithm, or its policy refuses it.
enum class Signature { good, bad, undecided };

/// Checks certificates' signatures with NSS, each pair once.
class SignatureChecker {
 public:
  /// A certificate and the one that may have signed it.
  using Pair = std::pair<const Certificate*, const Certificate*>;

  Signature check(const Certificate& subject, const Certificate& issuer);
  /// Checks many on all processors, and remembers.
  void check_ahead(std::span<const Pair> pairs);

 private:
  using Names = std::pair<Fingerprint, Fingerprint>;
  std::map<Names, Signature> m_known;
};

}  // namespace nssbridge
