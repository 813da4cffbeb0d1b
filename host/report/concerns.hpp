// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/report/counts.hpp>

#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace host::report {

inline constexpr std::size_t most_steps = 3;  ///< that a person is told

/// In lower case, as ASCII has it: how addresses are compared.
std::string folded(std::string address);

/// What findings of one profile say together.
struct Concern {
  /// What to do, each with the number of the finding that says so, in their order, each text once, at most `most_steps`.
  using Steps = std::vector<std::pair<std::size_t, std::string>>;

  bool lacks_key = false;
  std::size_t worst = severities.size();  ///< its place there
  std::array<Steps, 2> steps = {};        ///< of errors, of warnings

  void add(const Concern& other);
};

/// Whom the findings of a profile concern: an identity, else a certificate and the addresses in what the finding rests on. Built once, so that
/// the work does not grow with findings times people.
class Concerns {
 public:
  explicit Concerns(const nlohmann::json& profile);

  void add_of_identity(const std::string& id, Concern& sum) const { add(m_identities, id, sum); }
  void add_of_certificate(const std::string& fingerprint, Concern& sum) const { add(m_certificates, fingerprint, sum); }
  /// `address` is folded.
  void add_of_address(const std::string& address, Concern& sum) const { add(m_addresses, address, sum); }

 private:
  using ByName = std::map<std::string, Concern>;
  void add_evidence(const nlohmann::json& evidence, const Concern& concern);
  static void add(const ByName& concerns, const std::string& name, Concern& sum);

  ByName m_identities, m_certificates, m_addresses;
};

}  // namespace host::report
