// SPDX-License-Identifier: MPL-2.0
#include <host/explanation/trials.hpp>

#include <host/migration/plan.hpp>
#include <host/selection/eligible.hpp>

#include <algorithm>

namespace host::explanation {

using migration::RootAction;
using nssbridge::Fingerprint;
using nssbridge::Purpose;
using nssbridge::StoredCertificate;
using nssbridge::Verifier;

namespace {

/// Nobody has more certificates for one address that are of use; a store that was made to have them costs no more.
constexpr std::size_t most_of_one_store = 24;

void note_root(const migration::CertificatePlan& plan, Trial& trial) {
  for (const auto& root : plan.roots) {
    trial.root = root.certificate->fingerprint;
    trial.brings_trust = writes_trust(root);
    if (root.action == RootAction::ask && !root.distrusted) trial.root_to_trust = root.certificate->fingerprint;
  }
}

/// The store as the move would leave it, with the trust that the person would have to give.
store::Contents after(const migration::Sides& sides, const migration::Plan& plan) {
  auto contents = migration::predict(sides, plan);
  for (const auto& each : plan.certificates)
    for (const auto& root : each.roots)
      if (root.action == RootAction::ask && !root.distrusted)
        contents.trust[{root.certificate->issuer_der, root.certificate->serial}].email = nssbridge::Trust::trusted;
  return contents;
}

void judge(const store::Contents& contents, Trial& trial) {
  const Verifier verifier(contents.certificates, contents.trust, contents.key_ids, {.at = store::now()});
  const auto& certificate = trial.certificate->certificate;
  trial.verdicts = verifier.verdicts(certificate);
  trial.signs = selection::may_be_offered(certificate, Purpose::signing, {}, contents, verifier);
  trial.encrypts = selection::may_be_offered(certificate, Purpose::encryption, {}, contents, verifier);
}

bool has_key_somewhere(const nssbridge::Certificate& certificate, const std::list<Store>& stores) {
  return std::ranges::any_of(stores, [&](const Store& each) { return each.contents.has_key(certificate); });
}

}  // namespace

Trials::Trials(const Store& target, const std::list<Store>& neighbours, std::set<Fingerprint> administrators_roots)
    : m_target(target),
      m_lean_target{target.profile, {{}, target.contents.trust, target.contents.key_ids}, target.is_protected},
      m_neighbours(neighbours),
      m_administrators_roots(std::move(administrators_roots)) {
  std::ranges::copy_if(target.contents.certificates, std::back_inserter(m_lean_target.contents.certificates),
                       [&](const StoredCertificate& stored) {
                         return is_part_of_a_move(stored.certificate, target.contents) ||
                                has_key_somewhere(stored.certificate, neighbours);
                       });
}

std::vector<const StoredCertificate*> Trials::worth_trying(const Store& from, const std::string& address) const {
  std::vector<const StoredCertificate*> found;
  for (const auto* side : {&from.contents, &m_lean_target.contents})
    for (const auto& stored : side->certificates) {
      const auto& certificate = stored.certificate;
      if (!side->has_key(certificate) || !nssbridge::carries_address(certificate, address)) continue;
      const bool known = std::ranges::any_of(
          found, [&](const auto* each) { return each->certificate.fingerprint == certificate.fingerprint; });
      if (!known) found.push_back(&stored);
    }
  std::ranges::stable_sort(found, [](const auto* left, const auto* right) {
    return left->certificate.not_after > right->certificate.not_after;
  });
  if (found.size() > most_of_one_store) found.resize(most_of_one_store);
  return found;
}

const Trial& Trials::trial(const Store& from, const StoredCertificate& stored) {
  const auto [place, is_new] = m_known.try_emplace({&from, stored.certificate.fingerprint});
  Trial& trial = place->second;
  if (!is_new) return trial;
  trial.from = &from;
  trial.certificate = &stored;
  const Store& source = &from == &m_target ? m_lean_target : from;
  const migration::Sides sides{&source.profile,        m_target.profile,    source.contents,
                               m_lean_target.contents, source.is_protected, m_target.is_protected,
                               source.profile.discovered};
  migration::Wishes wishes;
  wishes.certificates = {stored.certificate.fingerprint};
  wishes.administrators_roots = m_administrators_roots;
  const auto plan = migration::plan_certificates(sides, wishes);
  const auto& planned = plan.certificates.front();
  trial.brings_certificate = planned.certificate_missing;
  trial.brings_key = planned.key_missing;
  trial.brings_authorities = planned.authorities_missing;
  note_root(planned, trial);
  judge(after(sides, plan), trial);
  return trial;
}

std::vector<const Trial*> Trials::for_address(const std::string& address) {
  std::vector<const Trial*> found;
  std::set<Fingerprint> ready;
  for (const auto* stored : worth_trying(m_target, address)) {
    const auto& tried = trial(m_target, *stored);
    if ((tried.signs || tried.encrypts) && !tried.root_to_trust) ready.insert(stored->certificate.fingerprint);
    found.push_back(&tried);
  }
  for (const auto& neighbour : m_neighbours)
    for (const auto* stored : worth_trying(neighbour, address))
      if (!ready.contains(stored->certificate.fingerprint)) found.push_back(&trial(neighbour, *stored));
  return found;
}

}  // namespace host::explanation
