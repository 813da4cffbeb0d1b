// SPDX-License-Identifier: MPL-2.0
#include "audit_profile.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "support/nss_fixtures.hpp"

namespace tests {

using namespace nssbridge;
using host::audit::Finding;

namespace {

Bytes sha1_of(const Bytes& der) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "der";
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(der.data()), static_cast<std::streamsize>(der.size()));
  const std::string digits = run({"openssl", "dgst", "-sha1", "-r", file.string()});
  Bytes hash;
  for (std::size_t place = 0; place < 40; place += 2)
    hash.push_back(static_cast<std::uint8_t>(std::stoul(digits.substr(place, 2), nullptr, 16)));
  return hash;
}

}  // namespace

std::shared_ptr<Library> AuditProfile::opened() {
  static std::weak_ptr<Library> open;
  auto library = open.lock();
  if (!library) open = library = std::make_shared<Library>();
  return library;
}

AuditProfile::~AuditProfile() {
  if (m_library.use_count() == 1) CHECK_NOTHROW(m_library->close());
}

void rename(Certificate& certificate) {
  static std::uint8_t count = 0;
  certificate.fingerprint.bytes[0] = ++count;
  certificate.serial.push_back(count);
  certificate.db_key += std::to_string(count);
}

void AuditProfile::trust(const Certificate& certificate, Stated web, Stated email, TrustEncoding encoding) {
  files::TrustRow row;
  row.encoding = encoding;
  row.issuer = certificate.issuer_der;
  row.serial = certificate.serial;
  row.server = web;
  row.email = email;
  row.bound_hash = encoding == TrustEncoding::modern
                       ? Bytes(certificate.fingerprint.bytes.begin(), certificate.fingerprint.bytes.end())
                       : sha1_of(certificate.der);
  facts.trust->push_back(std::move(row));
}

std::vector<Finding> AuditProfile::examine() {
  const std::vector<StoredCertificate> certificates(m_certificates.begin(), m_certificates.end());
  const auto rows = facts.trust.value_or(std::vector<files::TrustRow>{});
  const Verifier verifier(certificates, trust_stated_by(rows, certificates),
                          facts.keys ? std::optional(m_key_ids) : std::nullopt,
                          {.at = facts.at, .trust_known = facts.trust.has_value()});
  facts.certificates = &certificates;
  facts.verifier = &verifier;
  auto findings = host::audit::examine(facts);
  facts.certificates = nullptr;
  facts.verifier = nullptr;
  return findings;
}

std::string AuditProfile::said(const std::string& rule) {
  std::string text;
  for (const auto& finding : of_rule(examine(), rule))
    text += (text.empty() ? "" : " ") + std::string(name_of(finding.severity));
  return text;
}

namespace {

std::map<std::string, LookedFor>& counts() {
  static std::map<std::string, LookedFor> counted;
  return counted;
}

}  // namespace

const std::map<std::string, LookedFor>& looked_for() { return counts(); }

std::vector<Finding> of_rule(const std::vector<Finding>& findings, const std::string& rule) {
  std::vector<Finding> found;
  for (const auto& finding : findings)
    if (finding.rule.name() == rule) found.push_back(finding);
  ++(found.empty() ? counts()[rule].absent : counts()[rule].found);
  return found;
}

}  // namespace tests
