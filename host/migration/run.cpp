// SPDX-License-Identifier: MPL-2.0
#include <host/migration/run.hpp>

#include <host/migration/carry_out.hpp>
#include <host/migration/proof.hpp>
#include <host/prefs/prefs.hpp>
#include <host/profiles/backup_process.hpp>
#include <host/profiles/locks.hpp>
#include <host/selection/apply.hpp>
#include <host/selection/apply_pending.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::migration {

using nssbridge::Error;
using nssbridge::Kind;
using nssbridge::Library;
using nssbridge::Token;
namespace files = nssbridge::files;

namespace {

/// A move needs room for the backup (both databases and prefs.js), the new objects and SQLite's journals.
std::uintmax_t needed_bytes(const std::filesystem::path& profile) {
  std::uintmax_t total = 4U << 20;
  for (const char* name : {"cert9.db", "key4.db", "prefs.js"}) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(profile / name, absent);
    if (!absent) total += 2 * size;
  }
  return total;
}

/// Also a move that finds everything in place removes what killed runs left, and backups whose keys the old primary
/// password still opens. Whoever writes just now does it himself.
void remove_leftovers(const profiles::Profile& to) {
  std::error_code absent;
  if (!std::filesystem::exists(to.path / "certferry", absent)) return;
  try {
    const profiles::WriteLock lock(to.path, std::chrono::milliseconds::zero());
    profiles::remove_leftovers(to.path);
  } catch (const Error& error) {
    if (error.kind() != Kind::profile_busy) throw;
  }
}

files::State check_target(session::Session& session, const profiles::Profile& to) {
  if (!files::inspect(to.path).hot_journal) return store::check_for_writing(to);
  const profiles::WriteLock lock(to.path, std::chrono::seconds(30), [&] { session.progress("waiting", 0, 0); });
  return store::check_for_writing(to);
}

std::vector<selection::Identity> identities_of(const profiles::Profile& profile) {
  return selection::read_identities(prefs::PrefsFile::parse(prefs::read_file(profile.path / "prefs.js")));
}

bool refuted(const nssbridge::Checks& checks) {
  return checks.key_matches == false || checks.sign_verify == false || checks.encrypt_decrypt == false;
}

std::set<nssbridge::Fingerprint> moved_certificates(const Plan& plan) {
  std::set<nssbridge::Fingerprint> moved;
  for (const auto& each : plan.certificates)
    if (each.action != CertificateAction::skip && each.outcome != Outcome::failed && !refuted(each.checks))
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

void ask_for_unprotected_copy(session::Session& session, const Sides& sides, const Plan& plan) {
  const bool loses_protection = sides.source_protected && !sides.target_protected;
  if (loses_protection && std::ranges::any_of(plan.certificates, writes_key))
    session.require_consent_to_unprotected_copy(sides.from, sides.to);
}

/// A program has to name the roots that it wants a dialog for; at the command line the person is there anyway.
void ask_for_roots(session::Session& session, const profiles::Profile& to, const Wishes& wishes, Plan& plan) {
  for (const auto* asked : roots_to_ask(plan)) {
    const bool wanted = session.from_command_line() || wishes.trust_roots.contains(asked->certificate->fingerprint);
    if (!wanted) continue;
    if (session.ask_trust(to, *asked->certificate) != session::Session::Consent::yes) continue;
    const auto fingerprint = asked->certificate->fingerprint;
    for (auto& certificate : plan.certificates)
      for (auto& root : certificate.roots)
        if (root.certificate->fingerprint == fingerprint) root.action = RootAction::carry;
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

WriteAccess open_for_writing(session::Session& session, const profiles::Profile& to, const Plan& plan,
                             profiles::BackupProcess& backups) {
  WriteAccess access;
  const bool databases = std::ranges::any_of(plan.certificates, writes_anything);
  const bool selection = !std::ranges::all_of(plan.identities,
                                              [&](const auto& each) { return already_pending(to, each); });
  if (!databases && !selection && !selects_anything(plan)) return access;
  access.lock.emplace(to.path, std::chrono::seconds(30), [&] { session.progress("waiting", 0, 0); });
  if (!databases && !selection) return access;
  session.progress("backup", 0, 1);
  access.backup = backups.make(to.path, "migrate").name;
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

/// Reads both sides and logs in. Listing comes before the login: NSS verifies every trust record's MAC afterwards.
struct OpenSides {
  store::Contents source, target;
  bool source_protected = false, target_protected = false;
};

OpenSides read_sides(session::Session& session, const Ends& ends, Token& from, Token& to,
                     const files::State& source_state, const files::State& target_state) {
  OpenSides sides{store::read(from, source_state), store::read(to, target_state), from.password_protected(),
                  to.password_protected()};
  session.progress("login", 0, 1);
  session::Passwords passwords;
  session::log_in(session, from, ends.from, "from", passwords, sides.target_protected ? nullptr : &ends.to);
  session::log_in(session, to, ends.to, "to", passwords);
  if (sides.source_protected) sides.source.trust = authentic_trust(from, sides.source);
  if (sides.target_protected) sides.target.trust = authentic_trust(to, sides.target);
  return sides;
}

}  // namespace

void preview(session::Session&, const Ends& ends, const Wishes& wishes, const std::function<void(const Plan&)>& use) {
  const auto source = store::check_for_reading(ends.from);
  const bool has_store = files::format_of(ends.to.path) != files::Format::none;
  std::optional<store::Checked> target;
  if (has_store) target.emplace(store::check_for_reading(ends.to));
  Library library;
  {
    const auto from = library.open_read_only(source.folder);
    const auto source_contents = store::read(from, source.state);
    store::Contents target_contents;
    bool target_protected = false;
    if (target) {
      const auto to = library.open_read_only(target->folder);
      target_contents = store::read(to, target->state);
      target_protected = to.password_protected();
    }
    const Sides sides{ends.from, ends.to, source_contents, target_contents, from.password_protected(),
                      target_protected, ends.from.discovered};
    auto plan = plan_certificates(sides, wishes);
    plan_selection(plan, sides, wishes);
    use(plan);
  }
  library.close();
}

void run(session::Session& session, const Ends& ends, const Wishes& wishes, const std::function<void(const Plan&)>& use) {
  session.progress("check", 0, 1);
  profiles::require_writable(ends.to.path, needed_bytes(ends.to.path));
  remove_leftovers(ends.to);
  const auto source = store::check_for_reading(ends.from, ends.to.path);
  const auto target_state = check_target(session, ends.to);
  profiles::BackupProcess backups;
  Library library(ends.to.path, Library::Access::read_write);
  {
    auto& to = library.main();
    std::optional<Token> other;
    auto& from = ends.within_one_profile() ? to : other.emplace(library.open_read_only(source.folder));
    const auto open = read_sides(session, ends, from, to, source.state, target_state);
    const Sides sides{ends.from, ends.to, open.source, open.target, open.source_protected, open.target_protected,
                      ends.from.discovered};
    session.progress("plan", 0, 1);
    auto plan = plan_certificates(sides, wishes);
    ask_for_unprotected_copy(session, sides, plan);
    ask_for_roots(session, ends.to, wishes, plan);
    plan_selection(plan, sides, wishes);
    const auto access = open_for_writing(session, ends.to, plan, backups);
    plan.backup = access.backup;
    note_outcomes(plan);
    if (access.backup) carry_out(session, sides, from, to, plan);
    prove(session, library, sides, plan);
    plan_selection(plan, sides, wishes);
    for (auto& identity : plan.identities)
      if (identity.action == selection::Action::keep) identity.outcome = selection::Outcome::kept;
    if (access.lock) {
      select(session, ends.to, plan);
      apply_waiting(sides, plan);
    }
    use(plan);
  }
  library.close();
}

}  // namespace host::migration
