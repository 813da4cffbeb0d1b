// SPDX-License-Identifier: MPL-2.0
#include <host/migration/correspondents.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace host::migration {
namespace {

using nssbridge::Certificate;
using nssbridge::Reason;
using nssbridge::SmimeProfile;
using nssbridge::StoredCertificate;

Reason serves_no_email() { return {"no-email-usage", "Its purposes leave out e-mail, so nobody can be written to with it.", {}}; }

Reason distrusted() { return {"root-not-trusted", "It is distrusted for e-mail in one of the two profiles, and that stays so.", {}}; }

Reason chain_incomplete() {
  return {"chain-incomplete", "An authority between it and a root is in neither profile, so Thunderbird could not use it. Ask for a signed mail, which "
                              "brings the authorities along.", {}};
}

bool asks(const RootPlan& root) { return root.action == RootAction::ask; }

/// How people encrypt, by whom it is about.
class Ciphers {
 public:
  explicit Ciphers(const SmimeProfiles& sides) : m_now(store::now()) {
    for (const auto& profile : sides.target) m_known.emplace(profile.subject, profile.email);
    for (const auto& profile : sides.source) m_offered.emplace(std::pair(profile.subject, profile.email), &profile);
  }

  void add_to(CertificatePlan& plan) const {
    const auto& certificate = plan.certificate->certificate;
    std::set<std::string> addresses;
    for (const auto& address : certificate.emails) addresses.insert(nssbridge::filed(address));
    for (const auto& address : addresses) {
      const std::pair about(certificate.subject_der, address);
      const auto offered = m_offered.find(about);
      if (m_known.contains(about))
        plan.smime_profile_present = true;
      // One from the future would outlive whatever the person signs until then.
      else if (offered != m_offered.end() && !nssbridge::signed_after(*offered->second, m_now))
        plan.smime_profiles.push_back(*offered->second);
    }
  }

 private:
  using About = std::pair<nssbridge::Bytes, std::string>;
  nssbridge::Time m_now;
  std::set<About> m_known;
  std::map<About, const SmimeProfile*> m_offered;
};

bool is_correspondent(const Sides& sides, const StoredCertificate& stored) {
  const auto& certificate = stored.certificate;
  return !certificate.is_authority && !certificate.emails.empty() && !sides.source.has_key(certificate) && !sides.target.has_key(certificate);
}

void leave_out(CertificatePlan& plan, Reason reason) {
  plan.left_out = std::move(reason);
  plan.action = plan.certificate_missing ? CertificateAction::skip : CertificateAction::present;
  plan.authorities.clear();
  plan.roots.clear();
  plan.smime_profiles.clear();
}

class Company {
 public:
  explicit Company(const Planner& planner)
      : m_planner(planner),
        m_target_verifier(planner.pool(), planner.sides().target.trust, std::nullopt, {.at = store::now()}),
        m_in_use(planner.sides().target.certificates, m_target_verifier),
        m_ciphers(planner.sides().smime_profiles) {}

  std::vector<CertificatePlan> steps() {
    std::vector<const StoredCertificate*> people;
    for (const auto& stored : m_planner.sides().source.certificates)
      if (is_correspondent(m_planner.sides(), stored)) people.push_back(&stored);
    m_planner.verifier().prepare(people);
    std::vector<CertificatePlan> steps;
    for (const auto* person : people) steps.push_back(step(*person));
    // They are written in the order of the source, which Thunderbird looks them up in. The place goes to the one that is used there.
    std::vector<std::pair<Rank, CertificatePlan*>> order;
    for (auto& each : steps) order.emplace_back(rank_of(each), &each);
    std::ranges::stable_sort(order, {}, &std::pair<Rank, CertificatePlan*>::first);
    for (const auto& [rank, each] : order) settle_place(*each);
    return steps;
  }

 private:
  using Rank = std::tuple<int, bool>;

  CertificatePlan step(const StoredCertificate& stored) const {
    auto plan = m_planner.step(stored);
    plan.correspondent = plan.without_key = true;
    plan.key_missing = false;
    const bool anything = plan.certificate_missing || plan.authorities_missing;
    plan.action = anything ? CertificateAction::copy : CertificateAction::present;
    if (!nssbridge::can_serve_email(stored.certificate))
      leave_out(plan, serves_no_email());
    else if (m_planner.verifier().trust_of(stored.certificate).email == nssbridge::Trust::distrusted)
      leave_out(plan, distrusted());
    else if (!plan.chain_complete)
      leave_out(plan, chain_incomplete());
    else
      m_ciphers.add_to(plan);
    return plan;
  }

  /// Under a trusted root before under one that is asked for by name, before the rest; what is valid first.
  Rank rank_of(const CertificatePlan& plan) const {
    const auto named = [this](const RootPlan& root) { return m_planner.wishes().trust_roots.contains(root.certificate->fingerprint); };
    const int trust = std::ranges::none_of(plan.roots, asks) ? 0 : std::ranges::any_of(plan.roots, named) ? 1 : 2;
    return {trust, !m_planner.verifier().verdict(plan.certificate->certificate, nssbridge::Purpose::encryption).ok};
  }

  /// Rule C4. What the target has under a root that it trusts already stands where it stands.
  void settle_place(CertificatePlan& plan) {
    if (plan.left_out || plan.roots.empty()) return;
    const auto& root = plan.roots.front();
    const auto& certificate = plan.certificate->certificate;
    if (m_in_use.stands(certificate)) return;
    plan.changes = m_in_use.changes_by(certificate, root.certificate->fingerprint);
    if (plan.changes.empty()) return m_in_use.take_over(certificate, root.certificate->fingerprint);
    leave_out(plan, recipients::another_authority());
  }

  const Planner& m_planner;
  nssbridge::Verifier m_target_verifier;
  recipients::InUse m_in_use;
  Ciphers m_ciphers;
};

}  // namespace

void add_correspondents(const Planner& planner, Plan& plan) {
  auto steps = Company(planner).steps();
  std::ranges::move(steps, std::back_inserter(plan.certificates));
}

void settle_correspondents(Plan& plan) {
  for (auto& each : plan.certificates) {
    if (!each.correspondent || each.left_out || std::ranges::none_of(each.roots, asks)) continue;
    auto roots = std::move(each.roots);
    leave_out(each, recipients::untrusted_root(std::ranges::any_of(roots, &RootPlan::distrusted)));
    each.roots = std::move(roots);
  }
}

}  // namespace host::migration
