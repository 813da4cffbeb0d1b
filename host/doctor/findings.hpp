// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/doctor/finding_ids.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace host::doctor {

/// What was found, bad and good, in the order of the way from a browser to the keys.
class Findings {
 public:
  /// With the severity of its kind, or a milder one where something else still works. `fix`: what mends it, or that nothing has to
  /// be done.
  void add(Id id, std::string message, nssbridge::Fix fix);
  void add(Id id, Severity severity, std::string message, nssbridge::Fix fix);
  /// A link of the chain that holds.
  void good(std::string message) { m_good.push_back(std::move(message)); }

  /// {findings: [{id, severity, message, fix}], good: [text]}
  nlohmann::json to_json() const;

 private:
  struct Finding {
    Id id;
    Severity severity;
    std::string message;
    nssbridge::Fix fix;
  };
  std::vector<Finding> m_findings;
  std::vector<std::string> m_good;
};

}  // namespace host::doctor
