// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/audit/rules.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace host::audit {

/// Whose certificate a finding is about. Reports leave out the names of correspondents unless they were asked for.
enum class Role { personal, authority, correspondent };

/// One thing that is wrong, and what it is about.
struct Finding {
  RuleId rule;
  Severity severity;
  /// A sentence of ours with numbers and dates at most: names, addresses and paths stand in `evidence` only, so that
  /// a report is redacted by its members.
  std::string message;
  std::optional<nssbridge::Fingerprint> certificate = {};
  std::optional<Role> role = {};             ///< of `certificate`
  std::optional<std::string> identity = {};  ///< Thunderbird's key of it, "id1"
  std::optional<std::string> file = {};      ///< its name inside the profile, "key4.db"
  nlohmann::json evidence = nlohmann::json::object();
  std::optional<nssbridge::Fix> fix = {};    ///< nothing: the rule's
  /// What else keeps it apart from others of the same rule, certificate, identity and file ("signing", a host name):
  /// the same in every run.
  std::string subject = {};
};

/// Hexadecimal SHA-256 of the profile's id, the rule and what the finding is about; the same in every run.
std::string key_of(const Finding& finding, std::string_view profile);

/// As results show it: {rule, severity, message, reference, certificate?, role?, identity?, file?, evidence, fix, key}. No string
/// in it is longer than 512 characters; "…" stands where one was cut.
nlohmann::json to_json(const Finding& finding, std::string_view profile);

/// Most severe first, then in the order of the table; at most 10,000, and then one note with how many were left out.
void order_and_limit(std::vector<Finding>& findings);

}  // namespace host::audit
