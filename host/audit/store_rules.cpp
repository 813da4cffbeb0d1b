// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <algorithm>
#include <set>

/// STORE-*: how the keys are kept. What concerns files as such is in file_rules.cpp.
namespace host::audit {
namespace {

using nssbridge::files::KeyRow;
using nssbridge::files::PasswordRecord;

/// What NSS takes since 3.49 (Mozilla bug 1562671).
constexpr unsigned usual_rounds = 10'000;

/// Nothing where neither a try nor the form of the record tells.
std::optional<bool> empty_password_opens(const Facts& facts) {
  if (facts.empty_password_opens) return facts.empty_password_opens;
  if (facts.password && facts.password->protects) return !*facts.password->protects;
  return std::nullopt;
}

bool is_weak(const PasswordRecord& record) { return !record.pbes2 || record.iterations < usual_rounds; }

bool is_weak(const KeyRow& key) {
  return key.encrypted > 0 && (!key.pbes2 || key.fewest_iterations < usual_rounds);
}

void check_password(Examination& examination) {
  const Facts& facts = examination.facts();
  if (!facts.keys || facts.keys->empty() || empty_password_opens(facts) != true) return;
  const auto count = facts.keys->size();
  examination.add({.rule = RuleId("STORE-NO-PASSWORD"),
                   .severity = Severity::warning,
                   .message = "Whoever gets the file has the private keys: no primary password is set.",
                   .file = "key4.db",
                   .evidence = {{"privateKeys", count}}});
}

void check_derivation(Examination& examination) {
  const Facts& facts = examination.facts();
  if (!facts.password || empty_password_opens(facts) != false) return;
  const auto keys = facts.keys.value_or(std::vector<KeyRow>{});
  const auto weak_keys = std::ranges::count_if(keys, [](const auto& key) { return is_weak(key); });
  if (!is_weak(*facts.password) && weak_keys == 0) return;
  nlohmann::json evidence{{"rounds", facts.password->iterations},
                          {"derivation", facts.password->pbes2 ? "PBES2" : "SHA1-3DES"},
                          {"weakKeys", weak_keys}};
  if (weak_keys > 0) {
    const auto weakest = std::ranges::min(keys, {}, [](const auto& key) { return is_weak(key) ? key.fewest_iterations : usual_rounds; });
    evidence["fewestRoundsOfAKey"] = weakest.fewest_iterations;
  }
  examination.add({.rule = RuleId("STORE-WEAK-KDF"),
                   .severity = Severity::warning,
                   .message = is_weak(*facts.password)
                                  ? "The primary password can be guessed fast: its record takes few rounds or an old derivation."
                                  : std::to_string(weak_keys) + " private keys are encrypted with few rounds or an old derivation.",
                   .file = "key4.db",
                   .evidence = std::move(evidence)});
}

void check_duplicates(Examination& examination) {
  if (examination.facts().certificates == nullptr) return;
  std::set<nssbridge::Fingerprint> seen, told;
  for (const auto& stored : *examination.facts().certificates) {
    const auto& certificate = stored.certificate;
    if (!seen.insert(certificate.fingerprint).second && told.insert(certificate.fingerprint).second)
      examination.add(RuleId("STORE-DUPLICATE"), Severity::note, certificate, "It is in the store more than once.");
  }
}

}  // namespace

void check_store(Examination& examination) {
  if (examination.facts().nss_too_old)
    examination.add({.rule = RuleId("STORE-NSS-TOO-OLD"),
                     .severity = Severity::error,
                     .message = "The NSS that Certferry found cannot open this store."});
  check_password(examination);
  check_derivation(examination);
  check_duplicates(examination);
}

}  // namespace host::audit
