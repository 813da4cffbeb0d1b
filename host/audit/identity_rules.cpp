// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <host/text/words.hpp>

#include <algorithm>

/// ID-*: what identities select.
namespace host::audit {
namespace {

using nssbridge::Verdict;
using nssbridge::Verdicts;
using selection::Identity;

std::string_view name_of_purpose(Purpose purpose) { return purpose == Purpose::signing ? "signing" : "encryption"; }

/// A command of ours names the profile by its id; a copy has none that would be found again.
std::optional<nssbridge::Fix> command(const Examination& examination, RuleId rule, const Identity& identity,
                                      const std::string& verb, const std::string& options) {
  if (examination.facts().is_copy) return std::nullopt;
  return nssbridge::Fix{std::string(rule.rule().fix),
                        "certferry " + verb + " --profile " + text::single_quoted(examination.facts().profile) +
                            " --identity " + text::single_quoted(identity.id) + options};
}

Finding about(const Examination& examination, RuleId rule, Severity severity, const Selection& selection,
              std::string message) {
  Finding finding{.rule = rule, .severity = severity, .message = std::move(message)};
  finding.identity = selection.identity->id;
  finding.subject = name_of_purpose(selection.purpose);
  finding.evidence["purpose"] = name_of_purpose(selection.purpose);
  if (selection.certificate != nullptr) finding.certificate = selection.certificate->fingerprint;
  finding.fix = command(examination, rule, *selection.identity, "explain", "");
  return finding;
}

/// A card may hold what the store lacks, and no audit loads the module that would tell.
bool may_be_elsewhere(const Facts& facts) { return !facts.modules || !facts.modules->empty(); }

void check_missing(Examination& examination, const Selection& selection) {
  const bool elsewhere = may_be_elsewhere(examination.facts()) && !selection.stored->db_key.empty();
  auto finding = about(examination, RuleId("ID-CERT-MISSING"), elsewhere ? Severity::warning : Severity::error, selection,
                       selection.stored->db_key.empty() ? "A certificate's name is stored without what Thunderbird looks it up by."
                       : elsewhere ? "The selected certificate is not in the store; a PKCS#11 module may have it."
                                   : "The selected certificate is not in the store.");
  finding.evidence["displayName"] = selection.stored->name;
  examination.add(std::move(finding));
}

void check_key(Examination& examination, const Selection& selection) {
  if (examination.facts().verifier->has_private_key(*selection.certificate) != false) return;
  const bool elsewhere = may_be_elsewhere(examination.facts());
  examination.add(about(examination, RuleId("ID-CERT-NO-KEY"), elsewhere ? Severity::warning : Severity::error, selection,
                        elsewhere ? "The private key is not in the store; a PKCS#11 module may have it."
                                  : "The private key is not in the store."));
}

nlohmann::json reasons_of(const Verdict& verdict) {
  auto reasons = nlohmann::json::array();
  for (const auto& reason : verdict.reasons) reasons.push_back({{"kind", reason.kind}, {"message", reason.message}});
  return reasons;
}

/// Where it is not known whom the store trusts, a verdict that hangs on that says nothing.
bool is_unsure(const Facts& facts, const Verdict& verdict) {
  return !facts.trust && std::ranges::any_of(verdict.reasons, [](const auto& reason) { return reason.kind == "unknown"; });
}

void check_usable(Examination& examination, const Selection& selection, const Verdicts& verdicts) {
  const bool signing = selection.purpose == Purpose::signing;
  const Verdict& verdict = signing ? verdicts.signing : verdicts.encryption;
  if (is_unsure(examination.facts(), verdict)) return;
  const bool hinders_signing = !signing && selection.identity->signing && verdict.ok && !nssbridge::lets_sign(verdict);
  if (verdict.ok && !hinders_signing) return;
  auto finding = about(examination, RuleId("ID-CERT-UNUSABLE"), Severity::error, selection,
                       hinders_signing ? "While it is selected for encryption, NSS's classic verifier lets no mail be signed."
                       : signing       ? "Thunderbird's verifier refuses it for signing."
                                       : "Thunderbird's verifier refuses it for encryption.");
  finding.evidence["verifier"] = hinders_signing ? "nss-classic" : "thunderbird";
  finding.evidence["reasons"] = reasons_of(verdict);
  examination.add(std::move(finding));
}

void check_address(Examination& examination, const Selection& selection) {
  const auto& address = selection.identity->email;
  const auto& addresses = selection.certificate->emails;
  if (address.empty() || addresses.empty() || nssbridge::carries_address(*selection.certificate, address)) return;
  auto finding = about(examination, RuleId("ID-ADDRESS-MISMATCH"), Severity::warning, selection,
                       "The selected certificate does not carry the identity's address.");
  finding.evidence["emails"] = addresses;
  examination.add(std::move(finding));
}

bool serves(const Examination& examination, const Personal& personal, const Selection& selection) {
  const auto& verifier = *examination.facts().verifier;
  const auto& address = selection.identity->email;
  return personal.has_key && nssbridge::carries_address(*personal.certificate, address) &&
         verifier.offered(*personal.certificate, selection.purpose, &address) &&
         verifier.verdict(*personal.certificate, selection.purpose, &address).ok;
}

void check_newer(Examination& examination, const Selection& selection) {
  const Personal* newest = nullptr;
  for (const auto& personal : examination.personal()) {
    const auto reach = newest == nullptr ? selection.certificate->not_after : newest->certificate->not_after;
    if (personal.certificate->not_after > reach && serves(examination, personal, selection)) newest = &personal;
  }
  if (newest == nullptr) return;
  auto finding = about(examination, RuleId("ID-NEWER-AVAILABLE"), Severity::warning, selection,
                       "Another certificate for this address is valid until " + day(newest->certificate->not_after) + ".");
  const auto fingerprint = newest->certificate->fingerprint.hex();
  finding.evidence["newer"] = fingerprint;
  finding.fix = command(examination, finding.rule, *selection.identity, "select",
                        " --" + std::string(name_of_purpose(selection.purpose)) + " " + fingerprint);
  examination.add(std::move(finding));
}

void check_selection(Examination& examination, const Selection& selection) {
  if (selection.certificate == nullptr) return check_missing(examination, selection);
  check_key(examination, selection);
  check_usable(examination, selection, examination.facts().verifier->verdicts(*selection.certificate));
  check_address(examination, selection);
  check_newer(examination, selection);
}

/// Whether what is selected for encryption would do; nothing where that cannot be told.
std::optional<bool> encrypts(const Examination& examination, const Identity& identity) {
  for (const auto& selection : examination.selections()) {
    if (selection.identity != &identity || selection.purpose != Purpose::encryption) continue;
    if (selection.certificate == nullptr)
      return may_be_elsewhere(examination.facts()) && !selection.stored->db_key.empty() ? std::optional<bool>() : false;
    const auto verdict = examination.facts().verifier->verdict(*selection.certificate, Purpose::encryption);
    return is_unsure(examination.facts(), verdict) ? std::optional<bool>() : verdict.ok;
  }
  return false;
}

void check_pair(Examination& examination, const Identity& identity) {
  const auto add = [&](RuleId rule, Severity severity, std::string message) {
    Finding finding{.rule = rule, .severity = severity, .message = std::move(message)};
    finding.identity = identity.id;
    finding.fix = command(examination, rule, identity, "explain", "");
    examination.add(std::move(finding));
  };
  if (identity.signing && !identity.encryption)
    add(RuleId("ID-SIGN-ONLY"), Severity::note, "It selects a certificate for signing and none for encryption.");
  // Who encrypts with OpenPGP needs no certificate for that.
  if (identity.encrypt_by_default && !identity.has_openpgp_key && encrypts(examination, identity) == false)
    add(RuleId("ID-REQUIRE-ENC-NO-CERT"), Severity::error, "It requires encryption and selects nothing usable for it.");
}

}  // namespace

void check_identities(Examination& examination) {
  const Facts& facts = examination.facts();
  if (!facts.identities || facts.certificates == nullptr || facts.verifier == nullptr) return;
  for (const auto& selection : examination.selections()) check_selection(examination, selection);
  for (const auto& identity : *facts.identities) check_pair(examination, identity);
}

}  // namespace host::audit
