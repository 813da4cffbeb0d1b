// SPDX-License-Identifier: MPL-2.0
#include <host/audit/checks.hpp>

#include <host/audit/examination.hpp>

namespace host::audit {

std::vector<Finding> examine(const Facts& facts) {
  Examination examination(facts);
  for (auto* check : {check_validity, check_signatures, check_usages, check_addresses, check_key_numbers,
                      check_key_presence, check_identities, check_chains, check_trust, check_store, check_files,
                      check_modules, check_preferences, check_correspondents, check_backups})
    check(examination);
  auto findings = examination.take();
  tell_roles(examination, findings);
  order_and_limit(findings);
  return findings;
}

std::vector<std::string> unknown_in(const Facts& facts) {
  std::vector<std::string> unknown;
  const auto need = [&](bool known, const char* word) {
    if (!known) unknown.emplace_back(word);
  };
  need(facts.certificates != nullptr, "certificates");
  need(facts.keys.has_value(), "private-keys");
  need(facts.trust.has_value(), "trust");
  // Where nothing is stated there is nothing to forge.
  need(facts.authentic_trust || (facts.trust && facts.trust->empty()), "trust-authenticity");
  need(facts.smime_profiles.has_value(), "correspondents-ciphers");
  need(facts.empty_password_opens || (facts.password && facts.password->protects), "primary-password");
  need(facts.application == "firefox" || facts.identities.has_value(), "identities");
  need(facts.preferences.has_value(), "preferences");
  need(facts.modules.has_value(), "modules");
  need(facts.overrides.has_value(), "website-exceptions");
  need(facts.backups.has_value(), "backups");
  if (!facts.is_copy) {
    need(facts.files.has_value(), "permissions");
    need(facts.running.has_value(), "running");
  }
  return unknown;
}

}  // namespace host::audit
