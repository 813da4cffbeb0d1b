// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/report/report.hpp>
#include <nssbridge/secret.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace host::report {

/// Replaces names by pseudonyms, HMAC-SHA-256 of the name: the same name gets the same one wherever it stands, and in
/// every report that is made with the same key, and nobody without the key can try names. Members are kept by a list,
/// so that one that is new is not let through; numbers, times, rules and severities stay.
class Redactor {
 public:
  /// `key`: 32 octets, see `redaction_key`.
  Redactor(Redaction extent, nssbridge::Secret key) : m_extent(extent), m_key(std::move(key)) {}

  /// Tells reports of one key from those of another, and nothing else.
  std::string key_name() const { return pseudonym("key", "").substr(0, 16); }
  Head head(Head head) const;
  /// A profile, or one of Tail::across.
  nlohmann::json profile(const nlohmann::json& profile) const;
  /// One of Tail::unreachable.
  nlohmann::json unreachable(const nlohmann::json& place) const;
  /// One of Tail::hosts: of a file that names no host the name is the file's.
  nlohmann::json fleet_host(const nlohmann::json& host) const;
  /// A certificate of a fleet. `own` falls away: it says whether it is of a person there or an authority.
  nlohmann::json fleet_certificate(const nlohmann::json& certificate) const;
  /// One of Tail::gone, from a baseline that was not redacted.
  nlohmann::json gone(const nlohmann::json& finding) const;
  /// What the key of a finding becomes where the finding is redacted.
  std::string key_of_finding(std::string_view key) const;
  /// What the id of a profile becomes; itself, unless names of everybody are replaced.
  std::string profile_id(const std::string& id) const;

 private:
  /// 64 hexadecimal digits. `kind` keeps names apart that are spelled alike and mean something else.
  std::string pseudonym(std::string_view kind, std::string_view name) const;
  std::string short_name(std::string_view kind, const nlohmann::json& name) const;
  nlohmann::json names(std::string_view kind, const nlohmann::json& list) const;
  nlohmann::json hosts(const nlohmann::json& list) const;
  nlohmann::json fingerprint(const nlohmann::json& value) const;
  nlohmann::json certificate(const nlohmann::json& certificate) const;
  nlohmann::json selection(const nlohmann::json& selection) const;
  nlohmann::json identity(const nlohmann::json& identity) const;
  /// Says of itself that it is `redacted`.
  nlohmann::json finding(const nlohmann::json& finding) const;
  nlohmann::json evidence(const nlohmann::json& value) const;
  nlohmann::json without_correspondents(const nlohmann::json& profile) const;
  nlohmann::json without_names(const nlohmann::json& profile) const;

  Redaction m_extent;
  nssbridge::Secret m_key;
};

/// The key in what was read from a descriptor: 32 octets, or 64 hexadecimal digits and perhaps a line feed. Throws
/// Error(invalid_request) for anything else.
nssbridge::Secret redaction_key(std::string_view octets);

/// 32 octets from the system, for one run. Throws Error(io_failure).
nssbridge::Secret random_redaction_key();

}  // namespace host::report
