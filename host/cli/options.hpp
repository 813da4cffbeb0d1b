// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace host::cli {

/// Among the descriptors: not of a password, but of what pseudonyms in a report are made with.
inline constexpr const char* redaction_key_role = "redaction-key";

/// A command line as typed; one command uses some of it.
struct Options {
  std::string command;
  bool json = false;

  std::optional<std::string> profile, from, to;
  std::optional<std::string> kind;
  std::vector<std::string> certificates, trust_roots, accept_changes;
  bool no_select = false;
  bool renew = false;
  bool correspondents = false;
  bool dry_run = false;
  std::optional<std::string> identity, signing, encryption;
  std::optional<std::string> sign_by_default, encrypt_by_default, technology;
  bool all = false;
  bool compatible = false;
  bool allow_empty_password = false;
  std::optional<std::string> out;
  bool undo = false;
  bool cancel_pending = false;
  bool fix = false;
  bool tokens = false;
  std::vector<std::string> modules;
  bool list = false;
  std::optional<std::string> backup;
  std::vector<std::string> files;
  std::vector<std::string> addresses;
  std::string method;
  std::optional<std::string> params;
  std::string shell;
  bool for_firefox = false, for_thunderbird = false;
  bool for_user = false, for_system = false;
  std::vector<std::string> allow_extensions, refuse_extensions;
  bool print = false;
  std::optional<std::string> report, decode;
  std::vector<std::string> profiles, roots;
  std::optional<std::string> format, at, expiring, fail_on, homes, baseline, compromised;
  std::optional<std::string> database, hosts, max_age, weeks, letters, language;
  bool with_correspondents = false, all_users = false, redact = false, shared_primes = false;
  /// Where a password comes from: "from", "to", "file", "profile" to a file descriptor.
  std::map<std::string, int> password_descriptors;
};

}  // namespace host::cli
