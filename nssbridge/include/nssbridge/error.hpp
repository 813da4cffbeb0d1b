// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nssbridge {

/// What went wrong, by meaning. The names on the wire (docs/protocol.md, "Errors") are these with '-' for '_'.
/// The list only grows.
enum class Kind {
  invalid_request, unknown_method, too_large, too_many_requests, version_mismatch, caller_refused,
  consent_refused, cancelled, profile_not_found, profile_busy, profile_unreadable, application_running,
  wrong_password, password_required, no_ui, nss_too_old, legacy_database, certificate_not_found,
  identity_not_found, ambiguous, no_private_key, key_not_extractable, not_eligible, chain_incomplete,
  bad_file, unsupported_algorithm, file_exists, io_failure, permission_denied, nss_failure, internal,
};

/// The wire name, e.g. "profile-not-found".
std::string_view name_of(Kind kind);
/// The reverse; nothing for a name that is not in the list.
std::optional<Kind> kind_from(std::string_view name);

/// One step that mends something: what to do in words, and the command that does it where there is one.
struct Fix {
  std::string text;
  std::optional<std::string> command;
  bool operator==(const Fix&) const = default;
};

/// Why a certificate cannot serve, or a warning about it. `kind` is one of the contract's words for reasons
/// ("expired", "root-not-trusted", ...).
struct Reason {
  std::string kind;
  std::string message;
  std::optional<Fix> fix;
  /// Whose rules say so, most binding first: "thunderbird:verifier", "thunderbird:picker", "nss:classic", or a standard and
  /// its clause, "rfc8550:4.4.2", "rfc5280:4.2", "cab-smime:6.1.5".
  std::vector<std::string> rules = {};
  bool operator==(const Reason&) const = default;
};

/// The one error type of the project. `message` says what happened and what to do; it quotes neither input
/// nor a secret nor a library's text. `nss` is NSS's own error name ("SEC_ERROR_BAD_DATABASE") where NSS failed.
class Error : public std::exception {
 public:
  Error(Kind kind, std::string message) : m_kind(kind), m_message(std::move(message)) {}
  Kind kind() const noexcept { return m_kind; }
  const std::string& message() const noexcept { return m_message; }
  const char* what() const noexcept override { return m_message.c_str(); }

  Error& with_fix(Fix fix) { m_fix = std::move(fix); return *this; }
  Error& with_nss(std::string error_name) { m_nss = std::move(error_name); return *this; }
  Error& with_candidates(std::vector<std::string> ids) { m_candidates = std::move(ids); return *this; }
  Error& with_reasons(std::vector<Reason> reasons) { m_reasons = std::move(reasons); return *this; }
  /// Kind::version_mismatch: which side is to be updated, "host" or "extension".
  Error& with_update(std::string side) { m_update = std::move(side); return *this; }
  Error& retriable() { m_retriable = true; return *this; }

  const std::optional<Fix>& fix() const noexcept { return m_fix; }
  const std::string& nss() const noexcept { return m_nss; }
  const std::vector<std::string>& candidates() const noexcept { return m_candidates; }
  const std::vector<Reason>& reasons() const noexcept { return m_reasons; }
  const std::string& update() const noexcept { return m_update; }
  bool is_retriable() const noexcept { return m_retriable; }

 private:
  Kind m_kind;
  std::string m_message;
  std::optional<Fix> m_fix;
  std::string m_nss;
  std::vector<std::string> m_candidates;
  std::vector<Reason> m_reasons;
  std::string m_update;
  bool m_retriable = false;
};

}  // namespace nssbridge
