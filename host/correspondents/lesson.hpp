// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/correspondents/answers.hpp>
#include <host/correspondents/material.hpp>
#include <host/migration/plan.hpp>
#include <nssbridge/smime_profile.hpp>

#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace host::correspondents {

enum class Outcome {
  learned,
  present,           ///< all of it was known
  root_not_trusted,  ///< the root of the chain is trusted by nobody, or distrusted
  change,            ///< the address has a certificate under another root (rule C4)
  invalid,           ///< it is not to be believed, or nobody can be encrypted to by it
  no_signature,
};

/// What one message, or one certificate of a file, teaches.
struct Lesson {
  std::size_t file = 0;
  Outcome outcome = Outcome::invalid;
  std::optional<nssbridge::Reason> reason;  ///< why it teaches nothing
  mail::Sender sender;
  bool of_message = false;
  bool covers_whole = false;
  std::vector<mail::JudgedSigner> signers;
  std::vector<const nssbridge::Certificate*> people;       ///< that mail can be encrypted to
  std::vector<const nssbridge::Certificate*> authorities;  ///< of their chains, below the roots
  std::vector<migration::RootPlan> roots;
  std::vector<Change> changes;
  std::vector<Change> later;  ///< where mail goes on being encrypted to `used` until that expires
  std::vector<nssbridge::SmimeProfile> profiles;  ///< what is newly known of how they encrypt; of several lessons the last one has it
  /// What the profile lacks of all that, in the order in which it is to be written. Only of what is learned.
  std::vector<const nssbridge::Certificate*> missing;
};

/// What the profile knows, and what else came along.
struct Known {
  const profiles::Profile& profile;
  const store::Contents& target;  ///< the profile; its trust is authentic
  const store::Contents& pool;    ///< the same and what came along; the lessons point into it
  std::vector<nssbridge::SmimeProfile> smime_profiles;
};

/// Judges all materials in their order; what an earlier one teaches counts for the later ones. `use` gets one lesson of each.
/// Throws Error(invalid_request) where a root or a change is named that none of them has.
void teach(std::deque<Material> materials, Known known, const migration::Wishes& wishes,
           const std::set<nssbridge::Fingerprint>& changes, const Questions& questions, const std::function<void(Lesson)>& use);

}  // namespace host::correspondents
