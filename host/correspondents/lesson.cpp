// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/lesson.hpp>
#include <host/correspondents/reasons.hpp>

#include <nssbridge/error.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace host::correspondents {
namespace {

using migration::RootAction;
using migration::RootPlan;
using nssbridge::can_be_filed;
using nssbridge::Certificate;
using nssbridge::Error;
using nssbridge::filed;
using nssbridge::Fingerprint;
using nssbridge::Kind;
using nssbridge::Purpose;
using nssbridge::Reason;
using nssbridge::Trust;
using nssbridge::Verifier;

/// The profile's trust, as if every root were trusted: what would be believed then?
nssbridge::TrustMap generous_trust(const Known& known) {
  auto trust = known.target.trust;
  for (const auto& stored : known.pool.certificates) {
    if (stored.certificate.self_issued()) trust[{stored.certificate.issuer_der, stored.certificate.serial}].email = Trust::trusted;
  }
  return trust;
}

void add(std::vector<const Certificate*>& list, const Certificate* certificate) {
  if (std::ranges::find(list, certificate->fingerprint, &Certificate::fingerprint) == list.end()) list.push_back(certificate);
}

class Teacher {
 public:
  Teacher(Known known, const migration::Wishes& wishes, const std::set<Fingerprint>& changes, const Questions& questions)
      : m_known(std::move(known)),
        m_wishes(wishes),
        m_changes(changes),
        m_answers(questions),
        m_sides{nullptr, m_known.profile, m_nothing, m_trusting},
        m_real(m_known.pool.certificates, m_known.target.trust, std::nullopt, {.at = m_now}),
        m_generous(m_known.pool.certificates, generous_trust(m_known), std::nullopt, {.at = m_now}),
        m_before(m_known.target.certificates, m_known.target.trust, std::nullopt, {.at = m_now}),
        m_in_use(m_known.target.certificates, m_before) {
    for (const auto& stored : m_known.target.certificates) m_stored.insert(stored.certificate.fingerprint);
    for (const auto& stored : m_known.pool.certificates) m_pool.emplace(stored.certificate.fingerprint, &stored.certificate);
  }

  Lesson lesson(const Material& material) {
    Lesson lesson{.file = material.file, .reason = {}, .sender = material.sender, .signers = {}, .people = {}, .authorities = {}, .roots = {}, .changes = {}, .later = {}, .profiles = {}, .missing = {}};
    lesson.of_message = material.of_message;
    lesson.covers_whole = material.examined.covers_whole;
    const Verifier* believed = judge(material, lesson);
    if (believed == nullptr) return lesson;
    for (const auto* person : lesson.people) add_chain(*believed, *person, lesson);
    decide(material, lesson);
    return lesson;
  }

  void require_all_named_seen() const {
    if (!std::ranges::includes(m_roots_seen, m_wishes.trust_roots))
      throw Error(Kind::invalid_request, "A root that is to be trusted is not the root of anybody who could be learnt. Nothing was changed; take the "
                                         "fingerprint from the same command with --dry-run.");
    if (!std::ranges::includes(m_people_seen, m_changes))
      throw Error(Kind::invalid_request, "A change that is to be accepted is not to the certificate of anybody who could be learnt. Nothing was changed; "
                                         "take the fingerprint from the same command with --dry-run.");
  }

 private:
  const Certificate* lasting(const Certificate& certificate) const {
    const auto found = m_pool.find(certificate.fingerprint);
    if (found != m_pool.end()) return found->second;
    const auto* shipped = nssbridge::find_builtin_root(certificate.fingerprint);
    return shipped == nullptr ? nullptr : &shipped->certificate;
  }

  void add_person(const Verifier& verifier, const Certificate& certificate, Lesson& lesson) const {
    const auto* lasts = lasting(certificate);
    if (lasts != nullptr && verifier.verdict(certificate, Purpose::encryption).ok) add(lesson.people, lasts);
  }

  /// By which trust it is believed; null: not at all.
  const Verifier* judge(const Material& material, Lesson& lesson) const {
    if (material.fault) {
      lesson.reason = reason_of(*material.fault);
      return nullptr;
    }
    if (material.of_message) return judge_message(material, lesson);
    if (material.certificate) return judge_certificate(material, lesson);
    lesson.outcome = Outcome::no_signature;
    lesson.reason = nobody_there();
    return nullptr;
  }

  const Verifier* judge_message(const Material& material, Lesson& lesson) const {
    auto judgement = mail::judge(material.examined, material.sender, m_real);
    lesson.signers = judgement.signers;
    lesson.reason = judgement.reason;
    if (judgement.signers.empty()) lesson.outcome = Outcome::no_signature;
    const Verifier* verifier = judgement.valid ? &m_real : &m_generous;
    if (!judgement.valid) {
      auto generous = mail::judge(material.examined, material.sender, m_generous);
      // What trust in a root would not mend is what is wrong.
      lesson.reason = std::move(generous.reason);
      if (!generous.valid) return nullptr;
    }
    lesson.reason.reset();
    for (const auto& each : judgement.signers) {
      if (each.signer.signing_time.value_or(m_now) > m_now) {
        lesson.reason = from_the_future();
        return nullptr;
      }
      if (!each.address_matches) continue;
      add_person(*verifier, *each.signer.certificate, lesson);
      const auto& preferred = each.signer.encryption_certificate;
      if (preferred && nssbridge::carries_address(*preferred, *material.sender.address)) add_person(*verifier, *preferred, lesson);
    }
    if (!lesson.people.empty()) return verifier;
    lesson.reason = cannot_receive();
    return nullptr;
  }

  const Verifier* judge_certificate(const Material& material, Lesson& lesson) const {
    for (const auto* verifier : {&m_real, &m_generous}) {
      add_person(*verifier, *material.certificate, lesson);
      if (!lesson.people.empty()) return verifier;
    }
    const auto verdict = m_real.verdict(*material.certificate, Purpose::encryption);
    lesson.reason = verdict.reasons.empty() ? cannot_receive() : verdict.reasons.front();
    return nullptr;
  }

  void add_chain(const Verifier& verifier, const Certificate& person, Lesson& lesson) {
    const auto chain = verifier.chain(person);
    for (std::size_t i = 0; i < chain.certificates.size(); ++i) {
      const bool is_root = chain.complete && i + 1 == chain.certificates.size();
      const auto* certificate = lasting(*chain.certificates[i]);
      if (certificate == nullptr || (i == 0 && !is_root)) continue;
      if (!is_root) {
        add(lesson.authorities, certificate);
        continue;
      }
      m_roots_seen.insert(certificate->fingerprint);
      m_root_of.insert_or_assign(person.fingerprint, certificate->fingerprint);
      const auto same = [&](const RootPlan& root) { return root.certificate->fingerprint == certificate->fingerprint; };
      if (std::ranges::none_of(lesson.roots, same)) lesson.roots.push_back(migration::plan_root(m_sides, m_wishes, *certificate));
    }
    m_people_seen.insert(person.fingerprint);
  }

  void decide(const Material& material, Lesson& lesson) {
    for (auto& root : lesson.roots)
      if (root.action == RootAction::ask && !root.distrusted && m_answers.trusts(*root.certificate, lesson.reason)) root.action = RootAction::carry;
    if (std::ranges::any_of(lesson.roots, [](const RootPlan& root) { return root.action == RootAction::ask; })) {
      lesson.outcome = Outcome::root_not_trusted;
      if (!lesson.reason) lesson.reason = recipients::untrusted_root(std::ranges::any_of(lesson.roots, &RootPlan::distrusted));
      return;
    }
    note_changes(lesson);
    if (!std::ranges::all_of(lesson.changes, [&](const Change& change) { return m_answers.accepts(change, lesson.reason); })) {
      lesson.outcome = Outcome::change;
      if (!lesson.reason) lesson.reason = recipients::another_authority();
      return;
    }
    if (material.examined.signature) note_profiles(material, lesson);
    note_missing(lesson);
    lesson.outcome = is_new(lesson) ? Outcome::learned : Outcome::present;
    if (lesson.outcome == Outcome::learned) {
      if (material.certificate) m_answers.require_import(*material.certificate);
      remember(lesson);
    }
    for (const auto* person : lesson.people) std::ranges::move(m_in_use.later_for(*person), std::back_inserter(lesson.later));
  }

  void note_changes(Lesson& lesson) {
    for (const auto* person : lesson.people) {
      if (m_in_use.stands(*person)) continue;
      std::ranges::move(m_in_use.changes_by(*person, m_root_of.at(person->fingerprint)), std::back_inserter(lesson.changes));
    }
    for (const auto& root : lesson.roots)
      if (migration::writes_trust(root)) note_changes_below(*root.certificate, lesson);
    for (const auto* authority : lesson.authorities)
      if (!m_stored.contains(authority->fingerprint)) note_changes_below(*authority, lesson);
  }

  /// Who was stored all along may come to life with the authority.
  void note_changes_below(const Certificate& authority, Lesson& lesson) {
    for (auto& change : m_in_use.changes_below(authority, m_generous)) {
      m_people_seen.insert(change.offered->fingerprint);
      const auto same = [&](const Change& each) { return each.address == change.address && each.offered->fingerprint == change.offered->fingerprint; };
      if (std::ranges::none_of(lesson.changes, same)) lesson.changes.push_back(std::move(change));
    }
  }

  /// As NSS does: for each address of the certificate that mail will be encrypted to.
  void note_profiles(const Material& material, Lesson& lesson) const {
    for (const auto& signer : material.examined.signature->signers) {
      if (!believed(signer) || !signer.capabilities || !signer.kept_time) continue;
      const auto* certificate = recipient_of(signer, lesson);
      if (certificate == nullptr) continue;
      for (const auto& address : certificate->emails) {
        nssbridge::SmimeProfile profile{certificate->subject_der, filed(address), signer.capabilities, signer.kept_time};
        if (can_be_filed(address) && nssbridge::teaches(profile, m_known.smime_profiles)) lesson.profiles.push_back(std::move(profile));
      }
    }
  }

  /// Of a message this was judged before.
  bool believed(const nssbridge::cms::Signer& signer) const {
    return signer.outcome == nssbridge::cms::Outcome::good && !mail::is_weak(signer.digest) && signer.signing_time && *signer.signing_time <= m_now;
  }

  static const Certificate* recipient_of(const nssbridge::cms::Signer& signer, const Lesson& lesson) {
    for (const auto* wanted : {&signer.encryption_certificate, &signer.certificate})
      for (const auto* person : lesson.people)
        if (*wanted && (*wanted)->fingerprint == person->fingerprint) return person;
    return nullptr;
  }

  /// Authorities first: killed in between, the profile holds nobody whose chain does not verify.
  void note_missing(Lesson& lesson) const {
    const auto note = [&](const Certificate* each) {
      if (!m_stored.contains(each->fingerprint)) lesson.missing.push_back(each);
    };
    for (const auto& root : lesson.roots)
      if (root.action != RootAction::builtin) note(root.certificate);
    std::ranges::for_each(lesson.authorities, note);
    std::ranges::for_each(lesson.people, note);
  }

  static bool is_new(const Lesson& lesson) {
    return !lesson.profiles.empty() || !lesson.missing.empty() || std::ranges::any_of(lesson.roots, migration::writes_trust);
  }

  /// The next message of the same person finds it known.
  void remember(const Lesson& lesson) {
    for (const auto* person : lesson.people) {
      m_stored.insert(person->fingerprint);
      if (!m_in_use.stands(*person)) m_in_use.take_over(*person, m_root_of.at(person->fingerprint));
    }
    for (const auto* authority : lesson.authorities) m_stored.insert(authority->fingerprint);
    for (const auto& root : lesson.roots) {
      m_stored.insert(root.certificate->fingerprint);
      if (root.action == RootAction::carry) m_trusting.trust[{root.certificate->issuer_der, root.certificate->serial}].email = Trust::trusted;
    }
    for (const auto& profile : lesson.profiles) {
      auto& known = m_known.smime_profiles;
      std::erase_if(known, [&](const auto& each) { return each.subject == profile.subject && each.email == profile.email; });
      known.push_back(profile);
    }
  }

  Known m_known;
  const migration::Wishes& m_wishes;
  const std::set<Fingerprint>& m_changes;
  Answers m_answers;
  nssbridge::Time m_now = store::now();
  store::Contents m_nothing;                              ///< a message brings no trust
  store::Contents m_trusting{{}, m_known.target.trust, {}};  ///< the profile's trust, and what was given meanwhile
  migration::Sides m_sides;
  Verifier m_real, m_generous, m_before;  ///< with all that came along, also as if roots were trusted; the profile alone
  recipients::InUse m_in_use;
  std::set<Fingerprint> m_stored;
  std::map<Fingerprint, const Certificate*> m_pool;
  std::map<Fingerprint, Fingerprint> m_root_of;  ///< of people
  std::set<Fingerprint> m_roots_seen, m_people_seen;
};

}  // namespace

void teach(std::deque<Material> materials, Known known, const migration::Wishes& wishes, const std::set<Fingerprint>& changes,
           const Questions& questions, const std::function<void(Lesson)>& use) {
  Teacher teacher(std::move(known), wishes, changes, questions);
  for (; !materials.empty(); materials.pop_front()) use(teacher.lesson(materials.front()));
  teacher.require_all_named_seen();
}

}  // namespace host::correspondents
