// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

#include <gmpxx.h>

namespace host::scan {

/// What can be seen only of several profiles together: primes that their keys share, and one key in several places.
class Across {
 public:
  /// Remembers what `keys` of a worker's answer says: [{id, certificate?, modulus?}].
  void add(const nlohmann::json& profile, const nlohmann::json& keys);
  /// Profiles without certificates, with these findings.
  std::vector<nlohmann::json> findings() const;

 private:
  struct Place {
    std::size_t profile;  ///< in m_profiles
    std::string certificate;
  };
  struct Key {
    std::vector<Place> places;
    mpz_class modulus;  ///< 0: none
  };
  nlohmann::json& entry_for(std::map<std::size_t, nlohmann::json>& found, std::size_t profile) const;
  void add_duplicates(std::map<std::size_t, nlohmann::json>& found) const;
  void add_shared_primes(std::map<std::size_t, nlohmann::json>& found) const;

  std::vector<nlohmann::json> m_profiles;  ///< id, application, path, user, name
  std::map<std::string, Key> m_keys;       ///< by CKA_ID
};

}  // namespace host::scan
