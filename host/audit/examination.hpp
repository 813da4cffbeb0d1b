// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/audit/facts.hpp>
#include <host/audit/finding.hpp>

#include <map>
#include <string>
#include <vector>

/// What the families of rules share: who is who in a profile, and where findings go.
namespace host::audit {

using nssbridge::Bytes;
using nssbridge::Certificate;
using nssbridge::Purpose;

/// What one identity selects for one purpose.
struct Selection {
  const selection::Identity* identity;
  Purpose purpose;
  const selection::Stored* stored;
  const Certificate* certificate;  ///< null: nothing in the store has that issuer and serial
};

/// A certificate that has its private key here or that an identity selects.
struct Personal {
  const Certificate* certificate;
  bool has_key = false;
  bool signs = false, encrypts = false;  ///< selected for that
  bool for_email = false;                ///< it can serve e-mail at all, or is selected
  bool expired = false;
  nssbridge::Chain chain = {};  ///< as of the examination's moment, or of its notAfter where it has expired

  bool selected() const { return signs || encrypts; }
  /// Nobody uses it but for old mail.
  bool retired() const { return expired && !selected(); }
  bool is_public() const { return chain.complete && chain.root_builtin; }
};

/// An authority that is trusted here, or stands above a personal certificate.
struct Authority {
  const Certificate* certificate;
  bool above_in_use = false;  ///< above one that is not retired
};

class Examination {
 public:
  explicit Examination(const Facts& facts);

  const Facts& facts() const { return m_facts; }
  const std::vector<Selection>& selections() const { return m_selections; }
  const std::vector<Personal>& personal() const { return m_personal; }
  const std::vector<Authority>& authorities() const { return m_authorities; }
  /// Every certificate in the store, each once.
  const std::vector<const Certificate*>& certificates() const { return m_certificates; }
  /// Of others: not authorities, with an address, and surely without a key here.
  const std::vector<const Certificate*>& correspondents() const { return m_correspondents; }
  const Personal* find_personal(const Certificate* certificate) const;

  void add(Finding finding) { m_findings.push_back(std::move(finding)); }
  void add(RuleId rule, Severity severity, const Certificate& about, std::string message,
           nlohmann::json evidence = nlohmann::json::object());
  std::vector<Finding> take() { return std::move(m_findings); }

 private:
  void find_selections();
  void sort_certificates();
  void add_personal(const Certificate& certificate, bool has_key);
  void find_authorities();

  const Facts& m_facts;
  std::vector<Selection> m_selections;
  std::vector<Personal> m_personal;
  std::vector<Authority> m_authorities;
  std::vector<const Certificate*> m_certificates, m_correspondents;
  std::vector<Finding> m_findings;
};

/// It says that it is one, and is not somebody's own making: issued by itself, with an address.
bool is_authority(const Certificate& certificate);
/// Says of each finding about a certificate whose that is, where it does not say so itself.
void tell_roles(const Examination& examination, std::vector<Finding>& findings);

/// The families, each in a file of its own.
void check_validity(Examination& examination);
void check_signatures(Examination& examination);
void check_usages(Examination& examination);
void check_addresses(Examination& examination);
void check_key_numbers(Examination& examination);
void check_key_presence(Examination& examination);
void check_identities(Examination& examination);
void check_chains(Examination& examination);
void check_trust(Examination& examination);
void check_store(Examination& examination);
void check_files(Examination& examination);
void check_modules(Examination& examination);
void check_preferences(Examination& examination);
void check_correspondents(Examination& examination);
void check_backups(Examination& examination);

/// "2026-11-29"
std::string day(nssbridge::Time time);
/// They carry an address in common, whatever its case.
bool share_address(const Certificate& left, const Certificate& right);
/// Old mail alone makes it less severe.
Severity milder(Severity severity);

}  // namespace host::audit
