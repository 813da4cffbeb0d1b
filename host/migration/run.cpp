// SPDX-License-Identifier: MPL-2.0
#include <host/migration/run.hpp>

#include <host/migration/carry_out.hpp>
#include <host/migration/correspondents.hpp>
#include <host/migration/proof.hpp>
#include <host/migration/target.hpp>
#include <host/prefs/prefs.hpp>
#include <host/profiles/backup_process.hpp>
#include <host/profiles/locks.hpp>
#include <host/selection/apply.hpp>
#include <host/selection/apply_pending.hpp>
#include <host/text/words.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::migration {

using nssbridge::Error;
using nssbridge::Kind;
using nssbridge::Library;
using nssbridge::Token;
namespace files = nssbridge::files;

namespace {

std::vector<selection::Identity> identities_of(const profiles::Profile& profile) {
  return selection::read_identities(prefs::PrefsFile::parse(prefs::read_file(profile.path / "prefs.js")));
}

bool refuted(const nssbridge::Checks& checks) {
  return checks.key_matches == false || checks.sign_verify == false || checks.encrypt_decrypt == false;
}

std::set<nssbridge::Fingerprint> moved_certificates(const Plan& plan) {
  std::set<nssbridge::Fingerprint> moved;
  for (const auto& each : plan.certificates)
    if (!each.without_key && each.action != CertificateAction::skip && each.outcome != Outcome::failed && !refuted(each.checks))
      moved.insert(each.certificate->certificate.fingerprint);
  return moved;
}

void plan_selection(Plan& plan, const Sides& sides, const Wishes& wishes) {
  const auto after = predict(sides, plan);
  const nssbridge::Verifier verifier(after.certificates, after.trust, after.key_ids, {.at = store::now()});
  plan.identities = selection::plan_identities(identities_of(sides.to), wishes.select ? moved_certificates(plan)
                                                                     : std::set<nssbridge::Fingerprint>{},
                                               after, verifier, {wishes.sign_by_default, wishes.renew});
  // The plan shall point into what lives as long as the sides do, not into the prediction.
  auto lasting = [&](const nssbridge::StoredCertificate* stored) -> const nssbridge::StoredCertificate* {
    if (stored == nullptr) return nullptr;
    const auto* there = sides.target.find(stored->certificate.fingerprint);
    return there != nullptr ? there : sides.source.find(stored->certificate.fingerprint);
  };
  for (auto& identity : plan.identities) {
    identity.signing = lasting(identity.signing);
    identity.encryption = lasting(identity.encryption);
  }
}

/// A program has to name the roots that it wants a dialog for; at the command line the person is there anyway.
void ask_for_roots(session::Session& session, const profiles::Profile& to, const Wishes& wishes, Plan& plan) {
  for (const auto* asked : roots_to_ask(plan)) {
    const bool wanted = session.from_command_line() || wishes.trust_roots.contains(asked->certificate->fingerprint);
    if (!wanted) continue;
    if (session.ask_trust(to, *asked->certificate) != session::Session::Consent::yes) continue;
    const auto fingerprint = asked->certificate->fingerprint;
    for (auto* root : roots_of(plan))
      if (root->certificate->fingerprint == fingerprint) root->action = RootAction::carry;
  }
}

bool selects_anything(const Plan& plan) {
  return std::ranges::any_of(plan.identities,
                             [](const auto& each) { return each.action == selection::Action::select; });
}

bool already_pending(const profiles::Profile& to, const selection::IdentityPlan& plan) {
  if (plan.action != selection::Action::select) return true;
  return std::ranges::any_of(selection::read_pending(to.path), [&](const auto& pending) {
    return pending.identity == plan.identity.id && pending.wanted.signing == plan.wanted().signing &&
           pending.wanted.encryption == plan.wanted().encryption;
  });
}

/// The target's lock and backup, taken only where something will be written.
struct WriteAccess {
  std::optional<profiles::WriteLock> lock;
  std::optional<std::string> backup;
};

WriteAccess open_for_writing(session::Session& session, const Source& source, const profiles::Profile& to,
                             const Plan& plan, profiles::BackupProcess& backups) {
  WriteAccess access;
  const bool databases = writes_anything(plan);
  const bool selection = !std::ranges::all_of(plan.identities,
                                              [&](const auto& each) { return already_pending(to, each); });
  if (!databases && !selection && !selects_anything(plan)) return access;
  access.lock.emplace(to.path, std::chrono::seconds(30), [&] { session.progress("waiting", 0, 0); });
  if (!databases && !selection) return access;
  session.progress("backup", 0, 1);
  access.backup = backups.make(to.path, source.occasion()).name;
  return access;
}

void select(session::Session& session, const profiles::Profile& to, Plan& plan) {
  std::vector<selection::Change> changes;
  std::vector<selection::IdentityPlan*> owners;
  for (auto& identity : plan.identities) {
    if (identity.action != selection::Action::select) continue;
    selection::Change change{identity.identity, identity.wanted(), {}, {}};
    if (identity.change_signing) change.signing_fingerprint = identity.signing->certificate.fingerprint.hex();
    if (identity.change_encryption) change.encryption_fingerprint = identity.encryption->certificate.fingerprint.hex();
    changes.push_back(std::move(change));
    owners.push_back(&identity);
  }
  if (changes.empty()) return;
  session.progress("select", 0, 1);
  const auto applied = selection::apply(to, changes, [&](const auto& folder) { session.start_waiter(folder); });
  for (std::size_t i = 0; i < owners.size(); ++i) {
    owners[i]->outcome = applied[i].outcome;
    owners[i]->error = applied[i].error;
  }
}

/// What else waited in this profile, and whose Thunderbird has ended since.
void apply_waiting(const Sides& sides, Plan& plan) {
  const auto after = predict(sides, plan);
  const nssbridge::Verifier verifier(after.certificates, after.trust, after.key_ids, {.at = store::now()});
  for (const auto& dropped : selection::apply_pending_if_closed(sides.to, after, verifier).dropped)
    plan.warnings.push_back({"pending-dropped", "A selection that waited for identity " + dropped.identity +
                                                    " was not made: " + dropped.reason + "."});
}

/// Logs in. Listing came before: NSS verifies every trust record's MAC afterwards.
void log_in_to_both(session::Session& session, const Source& source, OpenSource& from, Token& to, const profiles::Profile& target,
                    store::Contents& target_contents) {
  const bool target_protected = to.password_protected();
  session.progress("login", 0, 1);
  session::Passwords passwords;
  from.log_in(session, passwords, target_protected ? nullptr : &target);
  session::log_in(session, to, target, source.target_role(), passwords);
  if (target_protected) target_contents.trust = authentic_trust(to, target_contents);
}

/// `token`: the target's; null where it has no databases yet.
Sides sides_of(const Source& source, OpenSource& from, const profiles::Profile& to, const store::Contents& target, const Token* token,
               const Wishes& wishes) {
  Sides sides{source.profile(), to, from.contents, target, from.is_protected, token != nullptr && token->password_protected(),
              from.trust_counts, from.companion()};
  if (sides.companion == nullptr && !wishes.correspondents) return sides;
  sides.smime_profiles.source = sides.companion != nullptr ? sides.companion->smime_profiles : nssbridge::smime_profiles(from.token());
  if (token != nullptr) sides.smime_profiles.target = nssbridge::smime_profiles(*token);
  return sides;
}

/// Nobody believes its signatures, nor encrypts to it; the person shall not find that out from them.
bool lacks_issuer(const CertificatePlan& plan) {
  return !plan.without_key && !plan.correspondent && plan.action != CertificateAction::skip && !plan.chain_complete;
}

Warning missing_issuer(const profiles::Profile& to) {
  Warning warning{"chain-incomplete", "An authority above a certificate is neither where that comes from nor in the profile, so it serves for "
                                      "nothing there yet."};
  const std::string by_hand = "Import the authority's own certificate as well; who issued yours has it to download.";
  warning.fix = {by_hand, {}};
  if (to.application == profiles::Application::thunderbird)
    warning.fix = {by_hand + " Or see whether another profile has it:", "certferry explain --profile " + text::shell_word(to.id)};
  return warning;
}

Plan plan_with_warnings(const Sides& sides, const Wishes& wishes, const OpenSource& from) {
  auto plan = plan_certificates(sides, wishes);
  std::ranges::copy(from.warnings(), std::back_inserter(plan.warnings));
  if (std::ranges::any_of(plan.certificates, lacks_issuer)) plan.warnings.push_back(missing_issuer(sides.to));
  return plan;
}

using Look = std::function<void(const Plan&, OpenSource&, bool target_protected)>;

/// Makes the plan, while all is only read.
void look(session::Session& session, Source& source, const profiles::Profile& target, const Wishes& wishes, const Look& use) {
  const bool has_store = files::format_of(target.path) != files::Format::none;
  std::optional<store::Checked> checked;
  if (has_store) checked.emplace(store::check_for_reading(target));
  Library library;
  {
    const auto from = source.open(session, library);
    store::Contents target_contents;
    std::optional<Token> to;
    if (checked) {
      to.emplace(library.open_read_only(checked->folder));
      target_contents = store::read(*to, checked->state);
    }
    from->meet(target_contents);
    const auto sides = sides_of(source, *from, target, target_contents, to ? &*to : nullptr, wishes);
    auto plan = plan_with_warnings(sides, wishes, *from);
    settle_correspondents(plan);
    plan_selection(plan, sides, wishes);
    use(plan, *from, sides.target_protected);
  }
  library.close();
}

/// NSS makes databases where there are none as soon as it opens a profile for writing. Whatever may still end in an error
/// comes before that.
void rehearse(session::Session& session, Source& source, const profiles::Profile& target, const Wishes& wishes) {
  look(session, source, target, wishes, [&](const Plan& plan, OpenSource& from, bool target_protected) {
    from.require_consent(session, target, target_protected, plan);
  });
}

}  // namespace

void preview(session::Session& session, Source& source, const profiles::Profile& target, const Wishes& wishes,
             const std::function<void(const Plan&)>& use) {
  source.check({});
  look(session, source, target, wishes, [&](const Plan& plan, OpenSource&, bool) { use(plan); });
}

void run(session::Session& session, Source& source, const profiles::Profile& target, const Wishes& wishes,
         const std::function<void(const Plan&)>& use) {
  session.progress("check", 0, 1);
  prepare_target(target);
  source.check(target.path);
  const auto target_state = check_target(session, target);
  profiles::BackupProcess backups;
  const bool of_file = source.profile() == nullptr;
  if (of_file && target_state.format == files::Format::none) rehearse(session, source, target, wishes);
  Library library(target.path, Library::Access::read_write);
  {
    const auto from = source.open(session, library);
    auto& to = library.main();
    auto target_contents = store::read(to, target_state);
    from->meet(target_contents);
    log_in_to_both(session, source, *from, to, target, target_contents);
    const auto sides = sides_of(source, *from, target, target_contents, &to, wishes);
    session.progress("plan", 0, 1);
    auto plan = plan_with_warnings(sides, wishes, *from);
    from->require_consent(session, target, sides.target_protected, plan);
    ask_for_roots(session, target, wishes, plan);
    settle_correspondents(plan);
    plan_selection(plan, sides, wishes);
    const auto access = open_for_writing(session, source, target, plan, backups);
    plan.backup = access.backup;
    note_outcomes(plan);
    if (access.backup) carry_out(session, sides, from->token(), to, plan);
    prove(session, library, sides, plan);
    plan_selection(plan, sides, wishes);
    for (auto& identity : plan.identities)
      if (identity.action == selection::Action::keep) identity.outcome = selection::Outcome::kept;
    if (access.lock) {
      select(session, target, plan);
      apply_waiting(sides, plan);
    }
    use(plan);
  }
  library.close();
}

}  // namespace host::migration
