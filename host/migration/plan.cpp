// SPDX-License-Identifier: MPL-2.0
#include <host/migration/correspondents.hpp>
#include <host/migration/plan.hpp>
#include <host/migration/planner.hpp>

#include <algorithm>
#include <map>

namespace host::migration {

using nssbridge::Certificate;
using nssbridge::Error;
using nssbridge::Fingerprint;
using nssbridge::Kind;
using nssbridge::StoredCertificate;
using nssbridge::Trust;
using nssbridge::TrustPair;
using nssbridge::Verifier;

namespace {

using Key = std::pair<nssbridge::Bytes, nssbridge::Bytes>;

TrustPair trust_in(const nssbridge::TrustMap& map, const Certificate& certificate) {
  auto found = map.find(Key{certificate.issuer_der, certificate.serial});
  return found == map.end() ? TrustPair{} : found->second;
}

const StoredCertificate* with_key(const store::Contents& contents, const Fingerprint& fingerprint) {
  const auto* stored = contents.find(fingerprint);
  return stored != nullptr && contents.has_key(stored->certificate) ? stored : nullptr;
}

/// The source's, or else the target's own: then what moves is the authorities and the trust that it lacks there.
const StoredCertificate* named_certificate(const Sides& sides, const Fingerprint& fingerprint) {
  if (const auto* stored = with_key(sides.source, fingerprint)) return stored;
  if (const auto* stored = with_key(sides.target, fingerprint)) return stored;
  if (sides.source.find(fingerprint) == nullptr)
    throw Error(Kind::certificate_not_found, "The certificate asked for is not in the source profile.")
        .with_fix({"List what is there.", "certferry certificates --profile " + sides.from->id});
  throw Error(Kind::no_private_key, "The source profile has this certificate without its private key, so it cannot be "
                                    "moved. Look for the profile or the file that holds the key.");
}

std::vector<const StoredCertificate*> chosen_certificates(const Sides& sides, const Wishes& wishes) {
  std::vector<const StoredCertificate*> chosen;
  for (const auto& fingerprint : wishes.certificates) {
    const auto* stored = named_certificate(sides, fingerprint);
    if (std::ranges::find(chosen, stored) == chosen.end()) chosen.push_back(stored);
  }
  if (!wishes.certificates.empty()) return chosen;
  for (const auto& stored : sides.source.certificates)
    if (sides.source.has_key(stored.certificate) && !stored.certificate.is_authority) chosen.push_back(&stored);
  return chosen;
}

[[noreturn]] void refuse_nothing(const Wishes& wishes) {
  throw Error(Kind::certificate_not_found, wishes.correspondents ? "The source profile has neither a certificate with a private key nor one of somebody else."
                                                                 : "The source profile has no certificate with a private key.")
      .with_fix({"See which profile has one.", "certferry profiles"});
}

}  // namespace

RootPlan plan_root(const Sides& sides, const Wishes& wishes, const Certificate& root) {
  RootPlan plan{&root, RootAction::ask, false};
  const auto here = trust_in(sides.target.trust, root), there = trust_in(sides.source.trust, root);
  plan.distrusted = here.email == Trust::distrusted || there.email == Trust::distrusted;
  if (plan.distrusted) return plan;
  const auto* shipped = nssbridge::find_builtin_root(root.fingerprint);
  if (here.email == Trust::trusted)
    plan.action = RootAction::present;
  else if (shipped != nullptr && shipped->email_trusted)
    plan.action = RootAction::builtin;
  else if ((there.email == Trust::trusted && sides.source_trust_counts) ||
           (wishes.trust_is_given && wishes.trust_roots.contains(root.fingerprint)))
    plan.action = RootAction::carry;
  else if (wishes.administrators_roots.contains(root.fingerprint))
    plan = {.certificate = &root, .action = RootAction::carry, .by_administrator = true};
  return plan;
}

namespace {

/// Of a file also what has no key: other people's certificates, and authorities that no chain here needs. They bring no
/// trust unless it is asked for by name.
void plan_the_rest(const Planner& planner, const Wishes& wishes, Plan& plan) {
  std::set<Fingerprint> planned;
  for (const auto& each : plan.certificates) {
    planned.insert(each.certificate->certificate.fingerprint);
    for (const auto* authority : each.authorities) planned.insert(authority->fingerprint);
    for (const auto& root : each.roots) planned.insert(root.certificate->fingerprint);
  }
  for (const auto& stored : planner.sides().source.certificates) {
    if (planned.contains(stored.certificate.fingerprint)) continue;
    auto rest = planner.step(stored);
    rest.without_key = true;
    rest.key_missing = rest.authorities_missing = false;
    rest.authorities.clear();
    std::erase_if(rest.roots, [&](const RootPlan& root) { return !wishes.trust_roots.contains(root.certificate->fingerprint); });
    rest.action = rest.certificate_missing ? CertificateAction::copy : CertificateAction::present;
    plan.certificates.push_back(std::move(rest));
  }
}

std::vector<const StoredCertificate*> certificates_with_keys(const Sides& sides) {
  std::vector<const StoredCertificate*> found;
  for (const auto& stored : sides.source.certificates)
    if (sides.source.has_key(stored.certificate) || sides.target.has_key(stored.certificate)) found.push_back(&stored);
  return found;
}

void warn_about_roots(const Plan& plan, std::vector<Warning>& warnings) {
  for (const auto& certificate : plan.certificates)
    for (const auto& root : certificate.roots)
      if (root.distrusted)
        warnings.push_back({"root-distrusted", "A root was explicitly distrusted for e-mail in one of the two profiles. That "
                                               "stays as it is, so certificates under it will not be accepted."});
}

/// `--trust-root` takes only an authority that is part of a chain that moves, or that a backup says was trusted.
void require_roots_in_chains(Plan& plan, const Wishes& wishes) {
  std::set<Fingerprint> seen;
  for (const auto* root : roots_of(plan)) seen.insert(root->certificate->fingerprint);
  if (!std::ranges::includes(seen, wishes.trust_roots))
    throw Error(Kind::invalid_request, "A root that is to be trusted is not the root of any certificate that comes. Nothing "
                                       "was changed; take the fingerprint from the same command with --dry-run.");
}

}  // namespace

Plan plan_certificates(const Sides& sides, const Wishes& wishes) {
  Plan plan;
  const Planner planner(sides, wishes);
  const auto chosen = wishes.everything ? certificates_with_keys(sides) : chosen_certificates(sides, wishes);
  for (const auto* stored : chosen) plan.certificates.push_back(planner.step(*stored));
  if (wishes.everything) plan_the_rest(planner, wishes, plan);
  if (wishes.correspondents) add_correspondents(planner, plan);
  if (plan.certificates.empty() && !wishes.everything) refuse_nothing(wishes);
  if (sides.companion != nullptr) plan.rest = plan_rest(sides, wishes);
  require_roots_in_chains(plan, wishes);
  warn_about_roots(plan, plan.warnings);
  if (sides.source_protected && !sides.target_protected)
    plan.warnings.push_back({"target-unprotected", "The source profile has a primary password and the target has none: the keys "
                                                   "will lie there protected by file permissions only."});
  return plan;
}

store::Contents predict(const Sides& sides, const Plan& plan) {
  store::Contents after = sides.target;
  std::set<Fingerprint> known;
  for (const auto& stored : after.certificates) known.insert(stored.certificate.fingerprint);
  auto add = [&](const StoredCertificate& stored) {
    if (known.insert(stored.certificate.fingerprint).second) after.certificates.push_back(stored);
  };
  for (const auto& each : plan.certificates) {
    if (each.action == CertificateAction::skip) continue;
    add(*each.certificate);
    if (!each.without_key) after.key_ids.insert(each.certificate->certificate.key_id);
    for (const auto* authority : each.authorities) add({*authority, {}, {}, 0});
    for (const auto& root : each.roots) {
      if (root.action == RootAction::builtin) continue;
      add({*root.certificate, {}, {}, 0});
      if (root.action == RootAction::carry)
        after.trust[Key{root.certificate->issuer_der, root.certificate->serial}].email = Trust::trusted;
    }
  }
  if (!plan.rest) return after;
  for (const auto& each : plan.rest->trust)
    if (each.action == RootAction::carry)
      after.trust[Key{each.certificate->issuer_der, each.certificate->serial}].email = each.distrusted ? Trust::distrusted : Trust::trusted;
  return after;
}

std::vector<RootPlan*> roots_of(Plan& plan) {
  std::vector<RootPlan*> roots;
  for (auto& certificate : plan.certificates)
    for (auto& root : certificate.roots) roots.push_back(&root);
  if (plan.rest)
    for (auto& root : plan.rest->trust) roots.push_back(&root);
  return roots;
}

std::vector<RootPlan*> roots_to_ask(Plan& plan) {
  auto roots = roots_of(plan);
  std::set<Fingerprint> seen;
  std::erase_if(roots, [&](const RootPlan* root) {
    return root->action != RootAction::ask || root->distrusted || !seen.insert(root->certificate->fingerprint).second;
  });
  return roots;
}

bool writes_key(const CertificatePlan& plan) { return plan.action == CertificateAction::copy && plan.key_missing; }

bool writes_trust(const RootPlan& root) { return root.action == RootAction::carry; }

bool writes_anything(const CertificatePlan& plan) {
  const bool more = std::ranges::any_of(plan.roots, writes_trust) || !plan.smime_profiles.empty();
  return plan.action == CertificateAction::copy || (plan.action == CertificateAction::present && more);
}

bool writes_anything(const Plan& plan) {
  const auto of_certificate = [](const CertificatePlan& each) { return writes_anything(each); };
  return std::ranges::any_of(plan.certificates, of_certificate) || (plan.rest && writes_anything(*plan.rest));
}

}  // namespace host::migration
