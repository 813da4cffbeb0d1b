// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/audit/checks.hpp>
#include <nssbridge/row_meaning.hpp>

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "support/verdict_fixtures.hpp"

namespace tests {

/// A profile as an audit sees it, put together from real certificates: a root that is trusted for e-mail, a good password, and
/// nothing else. NSS is open as long as it lives.
class AuditProfile {
 public:
  AuditProfile() : m_library(opened()) {
    facts.profile = "a-profile";
    facts.application = "thunderbird";
    facts.at = made().now();
    facts.keys.emplace();
    facts.trust.emplace();
    facts.identities.emplace();
    facts.modules.emplace();
    facts.smime_profiles.emplace();
    facts.password = nssbridge::files::PasswordRecord{.salt_length = 48, .iterations = 10'000, .pbes2 = true, .protects = true};
    trust(add("root"), Stated::must_verify, Stated::authority);
  }

  ~AuditProfile();
  AuditProfile(const AuditProfile&) = delete;

  using Stated = nssbridge::files::StatedTrust;
  static const VerdictCertificates& made() { return VerdictCertificates::all(); }
  static nssbridge::Certificate get(const std::string& name) { return made().get(name); }

  const nssbridge::Certificate& add(nssbridge::Certificate certificate) {
    const auto key_id = certificate.key_id;
    m_certificates.push_back({std::move(certificate), "", key_id, 0});
    return m_certificates.back().certificate;
  }
  const nssbridge::Certificate& add(const std::string& name) { return add(get(name)); }
  const nssbridge::Certificate& add_with_key(nssbridge::Certificate certificate) {
    m_key_ids.insert(certificate.key_id);
    facts.keys->push_back({.key_id = certificate.key_id, .label = {}, .encrypted = 1, .fewest_iterations = 10'000});
    return add(std::move(certificate));
  }
  const nssbridge::Certificate& add_with_key(const std::string& name) { return add_with_key(get(name)); }

  void trust(const nssbridge::Certificate& certificate, Stated web, Stated email,
             nssbridge::TrustEncoding encoding = nssbridge::TrustEncoding::modern);

  host::selection::Identity& identity(const std::string& email = "alice@example.test") {
    auto& made_now = facts.identities->emplace_back();
    made_now.id = "id" + std::to_string(facts.identities->size());
    made_now.email = email;
    return made_now;
  }
  static host::selection::Stored stored(const nssbridge::Certificate& certificate) {
    return {certificate.display_name, certificate.db_key};
  }
  /// One identity that signs and encrypts with it.
  void select(const nssbridge::Certificate& certificate) {
    auto& who = identity();
    who.signing = who.encryption = stored(certificate);
  }

  std::vector<host::audit::Finding> examine();
  /// The severities of all findings of one rule, with a space between.
  std::string said(const std::string& rule);

  host::audit::Facts facts;

 private:
  /// One for all that live at the same time: a process has one NSS.
  static std::shared_ptr<nssbridge::Library> opened();

  std::shared_ptr<nssbridge::Library> m_library;
  std::deque<nssbridge::StoredCertificate> m_certificates;  ///< which stay where they are
  std::set<nssbridge::Bytes> m_key_ids;
};

/// How often tests looked for a rule and found it, and found that it is not there.
struct LookedFor {
  unsigned found = 0, absent = 0;
};
const std::map<std::string, LookedFor>& looked_for();

/// The findings of one rule. Counts in `looked_for`.
std::vector<host::audit::Finding> of_rule(const std::vector<host::audit::Finding>& findings, const std::string& rule);

/// Another name for each: fingerprint, serial and dbKey.
void rename(nssbridge::Certificate& certificate);

/// The same certificate, but for one thing, and another one to the audit.
template <class Change>
nssbridge::Certificate changed(nssbridge::Certificate certificate, Change change) {
  change(certificate);
  rename(certificate);
  return certificate;
}

}  // namespace tests
