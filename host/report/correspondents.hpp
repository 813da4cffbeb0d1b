// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json.hpp>

#include <set>
#include <string>

namespace host::report {

/// Tells what in a profile is about those to whom the person writes. Certificates of the person are those with a key here and those that an
/// identity selects; authorities are those that say so, unless they issued themselves, carry an address and have no key here: whoever makes a
/// certificate without an authority gets one like that. All others are of correspondents.
class Correspondents {
 public:
  /// The profile whose certificates are known; null where none are.
  explicit Correspondents(const nlohmann::json& profile);

  /// Is that certificate known, and none of a correspondent?
  bool is_own(const std::string& fingerprint) const { return m_own.contains(fingerprint); }
  /// A finding may say itself whose certificate it is about (`role`: "personal", "authority", "correspondent"). One that says nothing, about a
  /// certificate that is not known, is taken to be about a correspondent, and so is one of a rule that is not known.
  bool concern(const nlohmann::json& finding) const;

 private:
  std::set<std::string> m_own, m_others;  ///< fingerprints
};

}  // namespace host::report
