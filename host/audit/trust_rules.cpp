// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <nssbridge/row_meaning.hpp>

#include <algorithm>
#include <map>

/// TRUST-*: whom the profile trusts beyond what the application ships.
namespace host::audit {
namespace {

using nssbridge::BuiltinRoot;
using nssbridge::Trust;
using nssbridge::TrustEncoding;
using nssbridge::TrustPair;
using nssbridge::files::StatedTrust;
using nssbridge::files::TrustRow;

using Name = std::pair<Bytes, Bytes>;  ///< issuer and serial

/// Everything that rows say of one issuer and serial, and whom that is.
struct Subject {
  const Certificate* certificate = nullptr;  ///< in the store, else among the shipped roots
  const BuiltinRoot* builtin = nullptr;
  const TrustRow* modern = nullptr;
  const TrustRow* legacy = nullptr;
  /// NSS goes by the modern one.
  const TrustRow* effective() const { return modern != nullptr ? modern : legacy; }
};

const BuiltinRoot* shipped(const Name& name) {
  for (const auto* root : nssbridge::builtin_roots_for(name.first))
    if (root->certificate.serial == name.second) return root;
  return nullptr;
}

void keep_row(Subject& subject, const TrustRow& row) {
  if (subject.certificate == nullptr || !nssbridge::is_about(row, *subject.certificate)) return;
  auto*& place = row.encoding == TrustEncoding::modern ? subject.modern : subject.legacy;
  if (place == nullptr) place = &row;
}

std::map<Name, Subject> subjects_of(const Facts& facts) {
  std::map<Name, Subject> subjects;
  for (const auto& row : *facts.trust) subjects.try_emplace({row.issuer, row.serial});
  if (facts.certificates != nullptr && !subjects.empty())
    for (const auto& stored : *facts.certificates)
      if (const auto found = subjects.find({stored.certificate.issuer_der, stored.certificate.serial}); found != subjects.end())
        found->second.certificate = &stored.certificate;
  for (auto& [name, subject] : subjects) {
    if (const auto* root = shipped(name); root != nullptr && subject.certificate == nullptr) subject.certificate = &root->certificate;
    if (subject.certificate != nullptr) subject.builtin = nssbridge::find_builtin_root(subject.certificate->fingerprint);
  }
  for (const auto& row : *facts.trust) keep_row(subjects.at({row.issuer, row.serial}), row);
  return subjects;
}

std::string_view word(StatedTrust trust) {
  switch (trust) {
    case StatedTrust::nothing: return "nothing";
    case StatedTrust::must_verify: return "must-verify";
    case StatedTrust::peer: return "peer";
    case StatedTrust::authority: return "authority";
    case StatedTrust::distrusted: return "distrusted";
    case StatedTrust::other: break;
  }
  return "other";
}

nlohmann::json evidence_of(const Certificate& certificate, const TrustRow& row) {
  return {{"subject", certificate.subject}, {"web", word(row.server)}, {"email", word(row.email)}};
}

void check_authority(Examination& examination, const Certificate& certificate, const TrustRow& row) {
  if (row.server == StatedTrust::authority) {
    const bool expired = certificate.not_after < examination.facts().at;
    examination.add(RuleId("TRUST-USER-CA-WEB"), expired ? Severity::warning : Severity::error, certificate,
                    expired ? "It is trusted for websites and has expired."
                            : "It is trusted for websites; whoever has its key can read and change what this profile loads.",
                    evidence_of(certificate, row));
  }
  if (row.email == StatedTrust::authority)
    examination.add(RuleId("TRUST-USER-CA-EMAIL"), Severity::warning, certificate,
                    "It is trusted for e-mail; whoever has its key can sign as anybody.", evidence_of(certificate, row));
}

/// What a record makes of trust that an application ships; nothing where it states nothing.
bool differs(StatedTrust stated, bool ships_trusted) {
  return stated != StatedTrust::nothing && (stated == StatedTrust::authority) != ships_trusted;
}

void check_builtin(Examination& examination, const BuiltinRoot& root, const TrustRow& row) {
  if (!differs(row.email, root.email_trusted) && !differs(row.server, root.web_trusted)) return;
  auto evidence = evidence_of(root.certificate, row);
  evidence["shipped"] = {{"web", root.web_trusted}, {"email", root.email_trusted}};
  examination.add(RuleId("TRUST-BUILTIN-EDITED"), Severity::note, root.certificate,
                  "Its trust here is not what the application ships.", std::move(evidence));
}

void check_subject(Examination& examination, const Subject& subject) {
  const TrustRow* row = subject.effective();
  if (row == nullptr) return;
  const Certificate& certificate = *subject.certificate;
  if (subject.builtin != nullptr)
    check_builtin(examination, *subject.builtin, *row);
  else
    check_authority(examination, certificate, *row);
  if (row->server == StatedTrust::peer || row->email == StatedTrust::peer)
    examination.add(RuleId("TRUST-PEER-OVERRIDE"), Severity::warning, certificate,
                    "It is trusted by itself, whoever issued it.", evidence_of(certificate, *row));
  const bool contradict = subject.modern != nullptr && subject.legacy != nullptr &&
                          (subject.modern->server != subject.legacy->server || subject.modern->email != subject.legacy->email);
  if (contradict)
    examination.add(RuleId("TRUST-STALE-DUPLICATE"), Severity::warning, certificate,
                    "NSS before 3.114 sees another trust than later ones.",
                    {{"modern", evidence_of(certificate, *subject.modern)}, {"legacy", evidence_of(certificate, *subject.legacy)}});
}

TrustPair pair_in(const nssbridge::TrustMap& map, const Name& name) {
  const auto found = map.find(name);
  return found == map.end() ? TrustPair{} : found->second;
}

std::string_view word(Trust trust) {
  switch (trust) {
    case Trust::none: return "none";
    case Trust::trusted: return "trusted";
    case Trust::distrusted: return "distrusted";
    case Trust::unknown: break;
  }
  return "unknown";
}

void check_authenticity(Examination& examination, const std::map<Name, Subject>& subjects) {
  const Facts& facts = examination.facts();
  if (!facts.authentic_trust || facts.certificates == nullptr) return;
  const auto stated = nssbridge::trust_stated_by(*facts.trust, *facts.certificates);
  for (const auto& [name, subject] : subjects) {
    const auto says = pair_in(stated, name), counts = pair_in(*facts.authentic_trust, name);
    if (says == counts) continue;
    Finding finding{.rule = RuleId("TRUST-TAMPERED"),
                    .severity = Severity::error,
                    .message = "What its trust record says and what NSS verifies of it differ.",
                    .file = "cert9.db",
                    .evidence = {{"stated", {{"web", word(says.web)}, {"email", word(says.email)}}},
                                 {"verified", {{"web", word(counts.web)}, {"email", word(counts.email)}}}},
                    .subject = nssbridge::to_hex(name.first) + ":" + nssbridge::to_hex(name.second)};
    if (subject.certificate != nullptr) {
      finding.certificate = subject.certificate->fingerprint;
      finding.evidence["subject"] = subject.certificate->subject;
    }
    examination.add(std::move(finding));
  }
}

}  // namespace

void check_trust(Examination& examination) {
  const Facts& facts = examination.facts();
  if (facts.trust) {
    const auto subjects = subjects_of(facts);
    for (const auto& [name, subject] : subjects) check_subject(examination, subject);
    check_authenticity(examination, subjects);
  }
  if (!facts.overrides) return;
  for (const auto& exception : *facts.overrides)
    examination.add({.rule = RuleId("TRUST-PEER-OVERRIDE"),
                     .severity = Severity::warning,
                     .message = "A website's certificate is accepted past all checks.",
                     .file = "cert_override.txt",
                     .evidence = {{"host", exception.host}},
                     .subject = exception.host});
}

}  // namespace host::audit
