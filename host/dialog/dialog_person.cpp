// SPDX-License-Identifier: MPL-2.0
#include <host/dialog/dialog_person.hpp>
#include <host/dialog/dialog_turn.hpp>
#include <host/front/child_environment.hpp>

#include <unistd.h>

namespace host::dialog {
namespace {

using front::ConsentAnswer;
using front::Refusal;
using nssbridge::Secret;

constexpr int most_password_dialogs = 3;
constexpr int most_tries_to_type = 3;

Screen screen_of(const char* const* environment) {
  const bool graphical = !front::value_in(environment, "DISPLAY").empty() ||
                         !front::value_in(environment, "WAYLAND_DISPLAY").empty();
  return {.graphical = graphical, .terminal = in_foreground_of_terminal()};
}

/// A dialog for a password that is the question for the person's word as well (rule C1).
bool asks_for_consent(const front::PasswordQuestion& question) {
  return question.keys_go_to || (question.file && question.file->use == "import");
}

}  // namespace

DialogPerson::DialogPerson(Setup setup, const front::Cancellation& cancellation, Progress progress)
    : m_setup(std::move(setup)), m_cancellation(cancellation), m_progress(std::move(progress)) {}

void DialogPerson::progress(const std::string& stage, std::size_t done, std::size_t total) {
  m_progress(stage, done, total);
}

std::variant<Secret, Refusal> DialogPerson::password(const front::PasswordQuestion& question) {
  if (m_password_dialogs == most_password_dialogs) return Refusal::wrong_password;
  ++m_password_dialogs;
  Secret typed;
  switch (show(password_text(question, m_setup.caller, question.attempt > 1), typed)) {
    case Outcome::accepted:
      if (question.keys_go_to) m_agreed_copies.emplace(question.profile.id, question.keys_go_to->id);
      return typed;
    case Outcome::refused:
      return asks_for_consent(question) ? Refusal::consent_refused : Refusal::cancelled;
    case Outcome::cancelled:
      return Refusal::cancelled;
    case Outcome::unavailable:
      break;
  }
  return Refusal::no_ui;
}

std::variant<Secret, Refusal> DialogPerson::pin(const front::PinQuestion& question) {
  if (m_password_dialogs == most_password_dialogs) return Refusal::no_ui;
  ++m_password_dialogs;
  Secret typed;
  switch (show(pin_text(question, m_setup.caller), typed)) {
    case Outcome::accepted:
      return typed;
    case Outcome::refused:
    case Outcome::cancelled:
      return Refusal::cancelled;
    case Outcome::unavailable:
      break;
  }
  return Refusal::no_ui;
}

/// `same`: it was typed twice in the same way.
DialogPerson::Outcome DialogPerson::show_new_password(const Text& text, const front::NewPasswordQuestion& question,
                                                      Secret& typed, bool& same) {
  ++m_password_dialogs;
  const Outcome outcome = show(text, typed);
  same = outcome == Outcome::accepted && m_repeated;
  if (outcome != Outcome::accepted || same || typed.empty()) return outcome;
  if (m_password_dialogs == most_password_dialogs) return outcome;
  ++m_password_dialogs;
  Secret once_more;
  const Outcome second = show(repeated_password_text(question, m_setup.caller), once_more);
  same = second == Outcome::accepted && once_more.expose() == typed.expose();
  return second;
}

std::variant<Secret, Refusal> DialogPerson::new_password(const front::NewPasswordQuestion& question) {
  std::string again;
  while (m_password_dialogs < most_password_dialogs) {
    Secret typed;
    bool same = false;
    switch (show_new_password(new_password_text(question, m_setup.caller, again), question, typed, same)) {
      case Outcome::accepted:
        if (same && (!typed.empty() || question.may_be_empty)) return typed;
        again = typed.empty() ? "A key file needs a password." : "The two were not the same.";
        break;
      case Outcome::refused:
        return Refusal::consent_refused;
      case Outcome::cancelled:
        return Refusal::cancelled;
      case Outcome::unavailable:
        return Refusal::no_ui;
    }
  }
  return Refusal::wrong_password;
}

ConsentAnswer DialogPerson::trust_root(const front::TrustQuestion& question) {
  for (int attempt = 1; attempt <= most_tries_to_type; ++attempt) {
    Secret typed;
    const bool last = attempt == most_tries_to_type;
    switch (show(trust_text(question, m_setup.caller, attempt > 1), typed)) {
      case Outcome::accepted:
        if (begins(question.fingerprint, typed.expose())) return ConsentAnswer::yes;
        if (last) return ConsentAnswer::no;
        break;
      case Outcome::refused:
        return ConsentAnswer::no;
      case Outcome::cancelled:
        return ConsentAnswer::cancelled;
      case Outcome::unavailable:
        return ConsentAnswer::unavailable;
    }
  }
  return ConsentAnswer::no;
}

ConsentAnswer DialogPerson::consent(const front::ConsentQuestion& question) {
  const bool copy = question.what == "unprotected-copy";
  if (copy && m_agreed_copies.contains({question.other.id, question.profile.id})) return ConsentAnswer::yes;
  const auto text = consent_text(question, m_setup.caller);
  if (!text) return ConsentAnswer::unavailable;
  Secret nothing;
  switch (show(*text, nothing)) {
    case Outcome::accepted:
      return ConsentAnswer::yes;
    case Outcome::refused:
      return ConsentAnswer::no;
    case Outcome::cancelled:
      return ConsentAnswer::cancelled;
    case Outcome::unavailable:
      break;
  }
  return ConsentAnswer::unavailable;
}

nssbridge::Error DialogPerson::explained(const nssbridge::Error& error) const {
  using nssbridge::Kind;
  const bool is_no = error.kind() == Kind::consent_refused || error.kind() == Kind::cancelled;
  if (!m_kept_from_asking || !is_no || m_cancellation.requested()) return error;
  return nssbridge::Error(error.kind(), "A dialog was refused a moment ago, so none is shown now, and nothing was changed. Try again in ten seconds.")
      .retriable();
}

DialogPerson::Outcome DialogPerson::show(const Text& text, Secret& typed) {
  const auto programs =
      dialog_programs(m_setup.configured_program, screen_of(m_setup.environment), ::geteuid());
  if (programs.empty()) return Outcome::unavailable;
  const DialogTurn turn(turn_folder(m_setup.environment), m_cancellation,
                        [this] { m_progress("waiting", 0, 0); });
  switch (turn.status()) {
    case DialogTurn::Status::cancelled:
      return Outcome::cancelled;
    case DialogTurn::Status::refused_lately:
      m_kept_from_asking = true;
      return Outcome::refused;
    case DialogTurn::Status::impossible:
      return Outcome::unavailable;
    case DialogTurn::Status::ours:
      break;
  }
  const Outcome outcome = show_in_turn(programs, text, typed);
  if (outcome == Outcome::refused) turn.note_refusal();
  return outcome;
}

/// The next program follows only where nothing was shown: a second dialog after one that broke would look
/// like a trick.
DialogPerson::Outcome DialogPerson::show_in_turn(const std::vector<Program>& programs, const Text& text,
                                                 Secret& typed) {
  const auto environment = front::dialog_environment(m_setup.environment);
  for (const Program& program : programs) {
    try {
      Pinentry pinentry(program, environment, m_cancellation);
      switch (pinentry.show(text, typed)) {
        case Reply::ok:
          m_repeated = pinentry.was_repeated();
          return Outcome::accepted;
        case Reply::refused:
          return Outcome::refused;
        case Reply::cancelled:
        case Reply::timed_out:
          return Outcome::cancelled;
        case Reply::gone:
          return Outcome::unavailable;
        case Reply::error:
          break;
      }
    } catch (const nssbridge::Error&) {
      // The program could not be started.
    }
  }
  return Outcome::unavailable;
}

}  // namespace host::dialog
