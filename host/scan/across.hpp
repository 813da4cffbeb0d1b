// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/scan/moduli.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace host::scan {

/// What can be seen only of several profiles together: primes that their keys share, and one key in several places.
class Across {
 public:
  /// Remembers what a worker's answer says in `keys`, the private ones: [{id, certificate?, modulus?}], and in
  /// `publicKeys`, all others: [{certificate, role, modulus}]. Throws Error(io_failure) where moduli cannot be kept.
  void add(const nlohmann::json& profile);
  /// Profiles without certificates, with these findings, in the order in which they were added.
  std::vector<nlohmann::json> findings();

 private:
  struct Place {
    std::size_t profile;  ///< in m_profiles
    std::string certificate;
  };
  nlohmann::json& entry_for(std::map<std::size_t, nlohmann::json>& found, std::size_t profile) const;
  void add_duplicates(std::map<std::size_t, nlohmann::json>& found) const;
  void add_shared_primes(std::map<std::size_t, nlohmann::json>& found);

  std::vector<nlohmann::json> m_profiles;  ///< id, application, path, user, name
  std::map<std::string, std::vector<Place>> m_keys;  ///< private ones, by CKA_ID
  Moduli m_moduli;
};

}  // namespace host::scan
