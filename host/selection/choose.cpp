// SPDX-License-Identifier: MPL-2.0
#include <host/selection/choose.hpp>

#include <host/selection/eligible.hpp>

#include <algorithm>

namespace host::selection {

using nssbridge::Certificate;
using nssbridge::Purpose;
using nssbridge::Reason;
using nssbridge::StoredCertificate;
using nssbridge::Verdict;

namespace {

/// Old Thunderbird versions broke the base64 into lines; its reader ignores that.
std::string without_line_breaks(std::string text) {
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n' || c == ' '; });
  return text;
}

/// Bits of an RSA key of the same strength (NIST SP 800-57 part 1, table 2), so that keys can be ordered.
unsigned strength(const nssbridge::PublicKeyInfo& key) {
  if (key.algorithm != "ec") return key.bits;
  return key.bits >= 512 ? 15360U : key.bits >= 384 ? 7680U : 3072U;
}

bool better(const StoredCertificate* left, const StoredCertificate* right) {
  const Certificate &a = left->certificate, &b = right->certificate;
  if (a.not_after != b.not_after) return a.not_after > b.not_after;
  if (strength(a.key) != strength(b.key)) return strength(a.key) > strength(b.key);
  return a.fingerprint < b.fingerprint;
}

const StoredCertificate* best_moved(Purpose purpose, const Identity& identity,
                                    const std::set<nssbridge::Fingerprint>& moved, const store::Contents& contents,
                                    const nssbridge::Verifier& verifier) {
  for (const auto* candidate : candidates(purpose, identity.email, contents, verifier)) {
    const Certificate& certificate = candidate->certificate;
    if (!moved.contains(certificate.fingerprint) || !nssbridge::carries_address(certificate, identity.email)) continue;
    if (may_be_offered(certificate, purpose, identity, contents, verifier)) return candidate;
  }
  return nullptr;
}

struct Choice {
  const StoredCertificate* certificate = nullptr;
  bool changes = false;
};

/// What stands stays while it is good. For encryption it is not where it lets no mail be signed and another one would.
Choice choose(Purpose purpose, const Identity& identity, const std::set<nssbridge::Fingerprint>& moved,
              const store::Contents& contents, const nssbridge::Verifier& verifier, bool renew) {
  const auto& current = purpose == Purpose::signing ? identity.signing : identity.encryption;
  const auto* best = best_moved(purpose, identity, moved, contents, verifier);
  if (current) {
    const auto resolved = resolve(*current, purpose, identity.email, contents, verifier);
    const bool renewed = renew && best != nullptr && resolved.certificate != nullptr &&
                         is_newer(best->certificate, resolved.certificate->certificate);
    const bool makes_room = purpose == Purpose::encryption && best != nullptr && !nssbridge::lets_sign(resolved.verdict);
    if (resolved.good() && !renewed && !makes_room) return {resolved.certificate, false};
  }
  return {best, best != nullptr};
}

/// "not there" would be no more than a guess.
Reason not_looked_at(const char* what) {
  return {"unknown",
          std::string(what) + " is not in the profile itself, and may be on a token, such as a smart card: the profile names modules for "
                              "tokens, and what they show was not looked at.",
          nssbridge::Fix{"Put the token in, then list what is on it with `certferry certificates --tokens`, or run `certferry explain` "
                         "with --tokens.", std::nullopt}};
}

}  // namespace

Resolved resolve(const Stored& stored, Purpose purpose, const std::string& address, const store::Contents& contents,
                 const nssbridge::Verifier& verifier) {
  Resolved resolved{stored, nullptr, {}};
  const std::string key = without_line_breaks(stored.db_key);
  auto found = std::ranges::find_if(contents.certificates,
                                    [&](const auto& each) { return each.certificate.db_key == key; });
  if (key.empty() || found == contents.certificates.end()) {
    if (!key.empty() && contents.tokens_unread) {
      resolved.maybe_on_token = true;
      resolved.verdict.reasons.push_back(not_looked_at("The selected certificate"));
      return resolved;
    }
    resolved.verdict.reasons.push_back(
        Reason{"not-found", "The selected certificate is not in this profile. Select another one, or bring it here again.",
               std::nullopt});
    return resolved;
  }
  resolved.certificate = &*found;
  resolved.verdict = verifier.verdict(found->certificate, purpose, &address);
  if (!contents.has_key(found->certificate)) {
    resolved.verdict.ok = false;
    resolved.maybe_on_token = contents.tokens_unread;
    if (resolved.maybe_on_token) resolved.verdict.reasons.push_back(not_looked_at("The private key of the selected certificate"));
  }
  if (stored.name.empty()) {
    resolved.verdict.ok = false;
    resolved.verdict.reasons.insert(
        resolved.verdict.reasons.begin(),
        Reason{"not-found",
               "The name of the selected certificate is missing in the preferences, and without it Thunderbird's compose "
               "window offers no S/MIME. Select the certificate again.",
               std::nullopt});
  }
  return resolved;
}

std::vector<const StoredCertificate*> candidates(Purpose purpose, const std::string& address,
                                                 const store::Contents& contents, const nssbridge::Verifier& verifier) {
  std::vector<const StoredCertificate*> found;
  for (const auto& stored : contents.certificates) {
    if (!contents.has_key(stored.certificate)) continue;
    if (!verifier.offered(stored.certificate, purpose, &address)) continue;
    if (verifier.verdict(stored.certificate, purpose).ok) found.push_back(&stored);
  }
  std::ranges::sort(found, better);
  return found;
}

bool is_newer(const Certificate& certificate, const Certificate& old) {
  return certificate.not_before > old.not_before && certificate.not_after > old.not_after;
}

Wanted IdentityPlan::wanted() const {
  Wanted wanted;
  if (change_signing) wanted.signing = stored_form(signing->certificate);
  if (change_encryption) wanted.encryption = stored_form(encryption->certificate);
  if (sign_by_default != identity.sign_by_default) wanted.sign_by_default = sign_by_default;
  return wanted;
}

std::vector<IdentityPlan> plan_identities(const std::vector<Identity>& identities,
                                          const std::set<nssbridge::Fingerprint>& moved, const store::Contents& contents,
                                          const nssbridge::Verifier& verifier, const Preferences& preferences) {
  const auto& sign_by_default = preferences.sign_by_default;
  std::vector<IdentityPlan> plans;
  for (const auto& identity : identities) {
    IdentityPlan plan;
    plan.identity = identity;
    plan.sign_by_default = identity.sign_by_default;
    const auto chosen_for = [&](Purpose purpose, const Identity& before) {
      return choose(purpose, before, moved, contents, verifier, preferences.renew);
    };
    // Whether a certificate for signing works hangs on what stands beside it then.
    const auto encryption = chosen_for(Purpose::encryption, identity);
    auto beside = identity;
    if (encryption.changes) beside.encryption = stored_form(encryption.certificate->certificate);
    const auto signing = chosen_for(Purpose::signing, beside);
    plan.signing = signing.certificate;
    plan.encryption = encryption.certificate;
    plan.change_signing = signing.changes;
    plan.change_encryption = encryption.changes;
    const bool chosen = signing.changes || encryption.changes;
    const bool fresh = !identity.signing && !identity.encryption && !identity.has_openpgp_key;
    if (plan.signing) plan.sign_by_default = sign_by_default.value_or((chosen && fresh) || identity.sign_by_default);
    if (chosen || plan.sign_by_default != identity.sign_by_default)
      plan.action = Action::select;
    else if (plan.signing || plan.encryption)
      plan.action = Action::keep;
    plans.push_back(std::move(plan));
  }
  return plans;
}

Stored stored_form(const Certificate& certificate) { return {certificate.display_name, certificate.db_key}; }

}  // namespace host::selection
