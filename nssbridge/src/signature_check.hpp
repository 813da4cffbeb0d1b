// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>

#include <map>

namespace nssbridge {

/// `undecided`: NSS does not know the algorithm, or its policy refuses it.
enum class Signature { good, bad, undecided };

/// Checks certificates' signatures with NSS, each pair once.
class SignatureChecker {
 public:
  Signature check(const Certificate& subject, const Certificate& issuer);

 private:
  std::map<std::pair<Fingerprint, Fingerprint>, Signature> m_known;
};

}  // namespace nssbridge
