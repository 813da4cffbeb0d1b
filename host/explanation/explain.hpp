// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/explanation/policy_roots.hpp>
#include <host/explanation/remedy.hpp>
#include <host/explanation/trials.hpp>
#include <host/selection/identities.hpp>
#include <host/selection/pending.hpp>

namespace host::explanation {

/// Why an identity can or cannot sign and encrypt, and what mends it.
struct Explanation {
  nssbridge::Verdict can_sign, can_encrypt;
  std::vector<Remedy> remedies;  ///< at most one for each purpose
};

/// What explanations of one profile are made from. All must outlive it.
struct Surroundings {
  const Store& target;
  const nssbridge::Verifier& verifier;  ///< of the target
  Trials& trials;
  const std::vector<selection::Pending>& pending;
  const PolicyRoots& policy;
  const nssbridge::Verifier* next_start;  ///< of the target as the policy leaves it then; null where it says nothing of certificates
};

Explanation explain(const selection::Identity& identity, const Surroundings& surroundings);

}  // namespace host::explanation
