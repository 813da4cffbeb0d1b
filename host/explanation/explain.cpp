// SPDX-License-Identifier: MPL-2.0
#include <host/explanation/explain.hpp>

#include <host/explanation/causes.hpp>
#include <host/selection/apply.hpp>
#include <host/selection/eligible.hpp>
#include <nssbridge/international_address.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

namespace host::explanation {

using nssbridge::Certificate;
using nssbridge::Fingerprint;
using nssbridge::Purpose;
using nssbridge::StoredCertificate;
using nssbridge::Verdict;
using Kind = Remedy::Kind;

namespace {

/// One purpose of one identity.
class Case {
 public:
  Case(const selection::Identity& identity, Purpose purpose, const Surroundings& around)
      : m_identity(identity), m_purpose(purpose), m_around(around) {
    const auto& stored = purpose == Purpose::signing ? identity.signing : identity.encryption;
    if (stored) m_current = selection::resolve(*stored, purpose, identity.email, contents(), around.verifier);
  }

  Verdict verdict() const {
    if (m_current && (m_current->certificate != nullptr || m_current->maybe_on_token)) return m_current->verdict;
    Verdict verdict;
    verdict.reasons.push_back(m_current ? m_current->verdict.reasons.front() : not_selected(m_purpose));
    for (auto& reason : reasons_of_nearest()) verdict.reasons.push_back(std::move(reason));
    return verdict;
  }

  std::optional<Remedy> remedy() {
    if (waits()) return Remedy{.kind = Kind::wait};
    return if_it_would_hold(m_current && m_current->good() ? renewal() : cure());
  }

  /// While it is selected for encryption nothing can be signed.
  bool is_in_the_way_of_signing() const {
    return m_purpose == Purpose::encryption && m_current && !nssbridge::lets_sign(m_current->verdict);
  }

  /// Another one in the place of such a certificate, else none: whether mail shall be signed or encrypted the person knows.
  std::optional<Remedy> make_room() {
    if (waits()) return Remedy{.kind = Kind::wait};
    auto found = best_trial([](const Trial&) { return true; });
    return if_it_would_hold(found ? found : Remedy{.kind = Kind::clear});
  }

 private:
  const store::Contents& contents() const { return m_around.target.contents; }

  std::optional<Remedy> cure() {
    // Nothing else is put in the place of a certificate that may well be good.
    if (m_current && m_current->maybe_on_token) {
      const auto same = best_trial([&](const Trial& trial) { return trial.certificate->certificate.db_key == m_current->stored.db_key; });
      return same ? same : Remedy{.kind = Kind::look_at_token};
    }
    auto found = best_trial([](const Trial&) { return true; });
    if (found && !found->needs_decision) return found;
    if (auto start = next_start()) return start;
    if (found) return found;
    if ((found = selection_without_address())) return found;
    const auto* nearest = nearest_certificate();
    if (nearest != nullptr)
      if (auto words = address_of_issuer(*nearest, m_around.verifier))
        return Remedy{.kind = Kind::fetch_issuer, .words = std::move(*words)};
    return Remedy{.words = advice(verdict().reasons, nearest != nullptr)};
  }

  /// What an administrator's policy brings in anyway.
  std::optional<Remedy> next_start() const {
    const auto* nearest = nearest_certificate();
    if (m_around.next_start == nullptr || nearest == nullptr) return std::nullopt;
    const auto& certificate = nearest->certificate;
    const auto accepted_by = [&](const nssbridge::Verifier& verifier) {
      return verifier.verdict(certificate, m_purpose, &m_identity.email).ok;
    };
    const bool helps = !accepted_by(m_around.verifier) && accepted_by(*m_around.next_start) &&
                       m_around.next_start->offered(certificate, m_purpose, &m_identity.email);
    if (!helps) return std::nullopt;
    return Remedy{.kind = Kind::start, .words = nssbridge::to_valid_utf8(m_around.policy.file()->string())};
  }

  /// What another file than prefs.js decides, no selection changes.
  std::optional<Remedy> if_it_would_hold(std::optional<Remedy> remedy) const {
    if (!remedy || !(remedy->selects() || remedy->moves())) return remedy;
    selection::Wanted wanted;
    (m_purpose == Purpose::signing ? wanted.signing : wanted.encryption).emplace();
    if (remedy->kind == Kind::select) wanted.technology = selection::technology_for_smime(m_identity);
    if (const auto file = decided_elsewhere(wanted))
      return Remedy{.words = "The certificates of this identity are decided by another file than the profile's own preferences. "
                             "Change or remove the setting in " +
                             nssbridge::to_valid_utf8(file->string()) + ", or ask whoever administers it."};
    // A move selects for both purposes, and has new identities sign, all or nothing.
    wanted.signing.emplace();
    wanted.encryption.emplace();
    wanted.sign_by_default = true;
    if (remedy->moves() && decided_elsewhere(wanted)) remedy->needs_decision = true;
    return remedy;
  }

  std::optional<std::filesystem::path> decided_elsewhere(const selection::Wanted& wanted) const {
    return selection::decided_elsewhere(m_around.target.profile.path, m_identity.id, wanted);
  }

  bool waits() const {
    return std::ranges::any_of(m_around.pending, [&](const selection::Pending& each) {
      const auto& wanted = m_purpose == Purpose::signing ? each.wanted.signing : each.wanted.encryption;
      return each.identity == m_identity.id && wanted && (*wanted || is_in_the_way_of_signing());
    });
  }

  /// Whether the certificate is issued for the place of the one in use.
  bool replaces_current(const Certificate& certificate) const {
    return m_current && m_current->certificate != nullptr &&
           selection::is_newer(certificate, m_current->certificate->certificate);
  }

  Remedy remedy_from(const Trial& trial) const {
    Remedy remedy;
    const auto& certificate = trial.certificate->certificate;
    remedy.from = &trial.from->profile;
    remedy.certificates = {certificate.fingerprint};
    remedy.not_after = certificate.not_after;
    // A move tries both verifiers, and says of such a certificate that its chain does not hold.
    remedy.needs_decision = trial.root_to_trust.has_value() || !trial.suits_both_verifiers();
    if (trial.root_to_trust) remedy.roots = {*trial.root_to_trust};
    if (replaces_current(certificate) && (trial.changes_store() || trial.suits_both_verifiers()))
      remedy.kind = Kind::renew;
    else if (trial.brings_certificate)
      remedy.kind = Kind::bring;
    else if (trial.brings_key)
      remedy.kind = Kind::bring_key;
    else if (trial.root_to_trust)
      trust_root(*trial.root_to_trust, remedy);
    else if (trial.changes_store())
      remedy.kind = Kind::bring_chain;
    else
      select(certificate, remedy);
    return remedy;
  }

  /// The policy installs nothing that is trusted for web pages: else the next start would have been the remedy.
  void trust_root(const Fingerprint& root, Remedy& remedy) const {
    remedy.kind = Kind::trust_root;
    if (m_around.policy.installs(root)) remedy.words = nssbridge::to_valid_utf8(m_around.policy.file()->string());
  }

  void select(const Certificate& certificate, Remedy& remedy) const {
    remedy = Remedy{.kind = Kind::select, .needs_decision = false};
    (m_purpose == Purpose::signing ? remedy.signing : remedy.encryption) = certificate.fingerprint;
  }

  /// Without a decision first, then what changes least, then what lasts longest.
  template <typename Wanted>
  std::optional<Remedy> best_trial(const Wanted& is_wanted) {
    const Trial* best = nullptr;
    const auto rank = [&](const Trial& trial) {
      return std::tuple(trial.root_to_trust.has_value(), trial.from != &m_around.target, trial.changes_store(),
                        -trial.certificate->certificate.not_after);
    };
    for (const auto* trial : m_around.trials.for_address(m_identity.email))
      if (trial->serves(m_purpose) && is_wanted(*trial) && (best == nullptr || rank(*trial) < rank(*best))) best = trial;
    if (best == nullptr) return std::nullopt;
    return remedy_from(*best);
  }

  /// Nobody but the person knows whether it is meant for this address.
  std::optional<Remedy> selection_without_address() const {
    const auto all = selection::candidates(m_purpose, m_identity.email, contents(), m_around.verifier);
    const auto found = std::ranges::find_if(all, [&](const StoredCertificate* each) {
      return selection::may_be_offered(each->certificate, m_purpose, m_identity, contents(), m_around.verifier);
    });
    if (found == all.end()) return std::nullopt;
    Remedy remedy;
    select((*found)->certificate, remedy);
    remedy.needs_decision = true;
    return remedy;
  }

  /// A newer certificate is offered while the old one still works. Under another root it is another certificate, and
  /// which of the two is wanted the person knows.
  std::optional<Remedy> renewal() {
    const Trial* best = nullptr;
    for (const auto* trial : m_around.trials.for_address(m_identity.email)) {
      if (!trial->serves(m_purpose) || !trial->suits_both_verifiers()) continue;
      if (trial->root_to_trust || !replaces_current(trial->certificate->certificate)) continue;
      if (best == nullptr || trial->certificate->certificate.not_after > best->certificate->certificate.not_after) best = trial;
    }
    if (best == nullptr) return std::nullopt;
    auto remedy = remedy_from(*best);
    const auto chain = m_around.verifier.chain(m_current->certificate->certificate);
    remedy.needs_decision = !chain.complete || best->root != chain.certificates.back()->fingerprint;
    return remedy;
  }

  /// As Thunderbird, or as the standards compare.
  bool names_identity(const Certificate& certificate) const {
    return nssbridge::carries_address(certificate, m_identity.email) ||
           nssbridge::carries_in_other_form(certificate, m_identity.email);
  }

  /// The certificate that the person thinks of: the selected one, else the one for this address with the fewest faults.
  const StoredCertificate* nearest_certificate() const {
    if (m_current && m_current->certificate != nullptr) return m_current->certificate;
    const StoredCertificate* nearest = nullptr;
    std::tuple<bool, std::size_t, nssbridge::Time> best;
    for (const auto& stored : contents().certificates) {
      const auto& certificate = stored.certificate;
      if (certificate.is_authority || !names_identity(certificate)) continue;
      const std::tuple rank(!contents().has_key(certificate), m_around.verifier.verdict(certificate, m_purpose).reasons.size(),
                            -certificate.not_after);
      if (nearest != nullptr && !(rank < best)) continue;
      nearest = &stored;
      best = rank;
    }
    return nearest;
  }

  std::vector<nssbridge::Reason> reasons_of_nearest() const {
    if (const auto* nearest = nearest_certificate())
      return m_around.verifier.verdict(nearest->certificate, m_purpose, &m_identity.email).reasons;
    const std::vector<nssbridge::Reason>* fewest = nullptr;
    for (const auto* trial : m_around.trials.for_address(m_identity.email)) {
      if (trial->serves(m_purpose)) return {};
      const auto& verdict = m_purpose == Purpose::signing ? trial->verdicts.signing : trial->verdicts.encryption;
      if (fewest == nullptr || verdict.reasons.size() < fewest->size()) fewest = &verdict.reasons;
    }
    if (fewest != nullptr) return *fewest;
    const auto nameless = selection::candidates(m_purpose, m_identity.email, contents(), m_around.verifier);
    if (!nameless.empty()) return m_around.verifier.verdict(nameless.front()->certificate, m_purpose).reasons;
    const bool others = std::ranges::any_of(contents().certificates, [&](const StoredCertificate& stored) {
      return contents().has_key(stored.certificate) && !stored.certificate.emails.empty();
    });
    if (others) return {only_other_addresses()};
    return {};
  }

  const selection::Identity& m_identity;
  Purpose m_purpose;
  const Surroundings& m_around;
  std::optional<selection::Resolved> m_current;
};

/// What mends both purposes, in the order in which it has to be done.
std::vector<Remedy> remedies_for(Case& signing, Case& encryption, bool cannot_sign_beside_it) {
  std::vector<Remedy> remedies;
  auto to_sign = signing.remedy();
  const bool signs_then = cannot_sign_beside_it || (to_sign && (to_sign->selects() || to_sign->moves()));
  const bool in_the_way = signs_then && encryption.is_in_the_way_of_signing();
  auto to_encrypt = in_the_way ? encryption.make_room() : encryption.remedy();
  if (in_the_way && to_encrypt && to_sign && to_encrypt->kind == Kind::clear && to_sign->kind == Kind::select) {
    to_encrypt->signing = to_sign->signing;
    to_sign.reset();
  }
  for (auto* each : in_the_way ? std::array{&to_encrypt, &to_sign} : std::array{&to_sign, &to_encrypt})
    if (*each) add(remedies, std::move(**each));
  return remedies;
}

}  // namespace

Explanation explain(const selection::Identity& identity, const Surroundings& surroundings) {
  Case signing(identity, Purpose::signing, surroundings), encryption(identity, Purpose::encryption, surroundings);
  Explanation explanation{signing.verdict(), encryption.verdict(), {}};
  auto pair = selection::objection(identity, {}, surroundings.target.contents, surroundings.verifier);
  if (pair) {
    explanation.can_sign.ok = false;
    std::ranges::move(pair->reasons, std::back_inserter(explanation.can_sign.reasons));
  }
  explanation.remedies = remedies_for(signing, encryption, pair.has_value());
  return explanation;
}

}  // namespace host::explanation
