// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/learn.hpp>
#include <host/correspondents/reasons.hpp>

#include <host/migration/carry_out.hpp>
#include <host/migration/target.hpp>
#include <host/profiles/backup_process.hpp>
#include <host/profiles/locks.hpp>
#include <host/session/login.hpp>
#include <nssbridge/cms.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/move.hpp>

#include <algorithm>
#include <utility>

namespace host::correspondents {
namespace {

using nssbridge::Error;
using nssbridge::Kind;
using nssbridge::Library;
using nssbridge::Token;
using session::Session;

Answer answer_of(Session::Consent consent) {
  return consent == Session::Consent::yes ? Answer::yes : consent == Session::Consent::no ? Answer::no : Answer::nobody;
}

Questions questions_for(Session& session, const profiles::Profile& profile, const Wishes& wishes) {
  if (wishes.only_look)
    return {.trusts = [](const auto&) { return Answer::not_asked; },
            .accepts =
                [&](const Change& change) {
                  const bool given = wishes.roots.trust_is_given && wishes.changes.contains(change.offered->fingerprint);
                  return given ? Answer::yes : Answer::not_asked;
                },
            .require_import = [](const auto&) {}};
  // A program has to name what it wants a dialog for; at the command line the person is there anyway, but a change is named there too.
  return {.trusts =
              [&](const nssbridge::Certificate& root) {
                const bool named = wishes.roots.trust_roots.contains(root.fingerprint);
                if (!named && !session.from_command_line()) return Answer::not_asked;
                const auto answer = answer_of(session.ask_trust(profile, root));
                return answer == Answer::nobody && !named ? Answer::not_asked : answer;
              },
          .accepts =
              [&](const Change& change) {
                if (!wishes.changes.contains(change.offered->fingerprint)) return Answer::not_asked;
                if (session.from_command_line()) return Answer::yes;
                return answer_of(session.ask_change(profile, change.address, *change.used, *change.offered));
              },
          .require_import = [&](const nssbridge::Certificate& certificate) { session.require_consent_to_import(profile, {&certificate}, false); }};
}

bool writes(const Lesson& lesson) { return lesson.outcome == Outcome::learned; }

/// Trust in a root before what is below it.
void keep(const Session& session, const profiles::Profile& profile, Token& to, const Lesson& lesson) {
  for (const auto& root : lesson.roots) {
    if (!migration::writes_trust(root)) continue;
    nssbridge::store_certificate(to, *root.certificate, {}, false);
    nssbridge::add_email_trust(to, *root.certificate, migration::encoding_for(session, profile, to, *root.certificate));
  }
  for (const auto* certificate : lesson.missing) nssbridge::store_certificate(to, *certificate, {}, false);
  for (const auto& smime_profile : lesson.profiles) nssbridge::learn_smime_profile(to, smime_profile);
}

void keep_all(Session& session, const profiles::Profile& profile, Token& to, std::vector<Lesson>& lessons) {
  std::size_t done = 0;
  for (auto& lesson : lessons) {
    session.progress("copy", done++, lessons.size());
    if (!writes(lesson)) continue;
    try {
      keep(session, profile, to, lesson);
    } catch (const Error& error) {
      lesson.outcome = Outcome::invalid;
      lesson.reason = reason_of(error);
    }
  }
}

/// The profile while it is open.
class Lecture {
 public:
  Lecture(Session& session, const profiles::Profile& profile, Token& token, const nssbridge::files::State& state)
      : m_session(session), m_profile(profile), m_token(token), m_target(store::read(token, state)), m_pool(m_target) {}

  Told lessons(const NextPiece& next, const Wishes& wishes) {
    if (!wishes.only_look) log_in();
    const auto open = [this](nssbridge::BytesView message) {
      log_in();
      return nssbridge::cms::decrypt(message);
    };
    auto materials = read_materials(next, m_pool, open);
    m_session.progress("plan", 0, 1);
    Known known{m_profile, m_target, m_pool, nssbridge::smime_profiles(m_token)};
    Told told(materials);
    teach(std::move(materials.kept), std::move(known), wishes.roots, wishes.changes, questions_for(m_session, m_profile, wishes),
          [&told](Lesson lesson) { told.add(std::move(lesson)); });
    told.leave_out_superseded();
    return told;
  }

 private:
  void log_in() {
    if (!m_token.password_protected() || m_token.logged_in()) return;
    m_session.progress("login", 0, 1);
    session::log_in(m_session, m_token, m_profile, "profile", m_passwords);
    m_target.trust = migration::authentic_trust(m_token, m_target);
  }

  Session& m_session;
  const profiles::Profile& m_profile;
  Token& m_token;
  store::Contents m_target;
  store::Contents m_pool;
  session::Passwords m_passwords;
};

void look(Session& session, const profiles::Profile& profile, const NextPiece& next, const Wishes& wishes,
          const std::function<void(const Learned&)>& use) {
  const auto checked = store::check_for_reading(profile);
  Library library(checked.folder, Library::Access::read_only);
  {
    Lecture lecture(session, profile, library.main(), checked.state);
    use({.told = lecture.lessons(next, wishes), .backup = {}});
  }
  library.close();
}

}  // namespace

void learn(Session& session, const profiles::Profile& profile, const NextPiece& next, const Wishes& wishes,
           const std::function<void(const Learned&)>& use) {
  if (nssbridge::files::format_of(profile.path) == nssbridge::files::Format::none)
    throw Error(Kind::profile_unreadable, "The profile has no certificate store yet. Start its application once, then run this again.");
  if (wishes.only_look) return look(session, profile, next, wishes, use);
  session.progress("check", 0, 1);
  migration::prepare_target(profile);
  const auto state = migration::check_target(session, profile);
  profiles::BackupProcess backups;
  Library library(profile.path, Library::Access::read_write);
  {
    Lecture lecture(session, profile, library.main(), state);
    Learned learned{.told = lecture.lessons(next, wishes), .backup = {}};
    if (std::ranges::any_of(learned.told.lessons(), writes)) {
      const profiles::WriteLock lock(profile.path, std::chrono::seconds(30), [&] { session.progress("waiting", 0, 0); });
      session.progress("backup", 0, 1);
      learned.backup = backups.make(profile.path, "learn").name;
      keep_all(session, profile, library.main(), learned.told.lessons());
    }
    use(learned);
  }
  library.close();
}

}  // namespace host::correspondents
