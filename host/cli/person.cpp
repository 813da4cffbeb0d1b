// SPDX-License-Identifier: MPL-2.0
#include <host/cli/person.hpp>
#include <host/cli/words.hpp>
#include <host/dialog/restore_text.hpp>
#include <host/text/printable.hpp>

namespace host::cli {
namespace {

using front::ConsentAnswer;
using front::Refusal;

constexpr int most_tries = 3;
constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_subject = 300;

std::string profile_in_words(const front::AskedProfile& profile) {
  return "the " + application_name(profile.application) + " profile \"" +
         text::printable(profile.name, longest_name) + "\"";
}

std::string file_password_prompt(const front::PasswordQuestion& question) {
  const std::string name = text::printable(question.file->name, longest_name);
  const std::string file = name.empty() ? "the key file" : "the key file \"" + name + "\"";
  const std::string again = "That is not it. Nothing gets locked by a wrong try (" + std::to_string(question.attempt) +
                            " of " + std::to_string(most_tries) + ").\n";
  const std::string first = "This needs the password of " + file + (question.file->use == "import" ? ", to bring what is in it into " + profile_in_words(question.profile) : "") +
                            ".\nIt is not your mail password and not the primary password.\n";
  return (question.attempt > 1 ? again : first) + "Password of the file: ";
}

}  // namespace

std::string password_prompt(const front::PasswordQuestion& question) {
  if (question.file) return file_password_prompt(question);
  std::string prompt;
  if (question.attempt > 1)
    prompt = "That is not it. Nothing gets locked by a wrong try (" + std::to_string(question.attempt) +
             " of " + std::to_string(most_tries) + ").\n";
  else
    prompt = "This needs the primary password of " + profile_in_words(question.profile) +
             ".\nIt is not your mail password and not that of a key file.\n";
  return prompt + "Primary password: ";
}

std::string new_password_prompt(const front::NewPasswordQuestion& question) {
  return "This writes " + text::private_keys_of(question.keys) + " of " + profile_in_words(question.profile) + " into the new file \"" +
         text::printable(question.file, longest_name) +
         "\".\nChoose a password for it, of 12 characters or more. It is not your mail password and not the profile's.\n"
         "New password: ";
}

std::string pin_prompt(const front::PinQuestion& question) {
  return "This needs the PIN of the token \"" + text::printable(question.token, longest_name) +
         "\".\nA token locks itself after a few wrong PINs; what you type is tried once.\nPIN: ";
}

std::string trust_prompt(const front::TrustQuestion& question) {
  return "In " + profile_in_words(question.profile) +
         ", this authority is not trusted for e-mail:\n    fingerprint (SHA-256)\n" +
         fingerprint_groups(question.fingerprint, "        ") + "    name it gives itself\n        " +
         text::printable(question.subject, longest_subject) +
         "\nTrust it only if you got this fingerprint from its owner by another way.\n"
         "Trust it for e-mail?";
}

std::string consent_prompt(const front::ConsentQuestion& question) {
  if (question.what == "unprotected-copy")
    return "The private keys of " + profile_in_words(question.other) +
           ", which has a primary password, would be copied into " + profile_in_words(question.profile) +
           ", which has none.\nWhoever can read its files can then use them. Copy them?";
  if (question.what == "load-module")
    return "The library " + text::printable(question.file, longest_subject) + ", which " + profile_in_words(question.profile) +
           " names for its tokens, would be loaded. It runs as you.\nLoad it?";
  if (question.what == "correspondent-change")
    return "In " + profile_in_words(question.profile) + ", mail to " + text::printable(question.subject, longest_name) +
           " would be encrypted to another certificate, of another authority:\n    in use\n" + fingerprint_groups(question.used, "        ") +
           "    new\n" + fingerprint_groups(question.fingerprint, "        ") +
           "Allow it only if the correspondent told you by another way. Change it?";
  if (question.what == "restore") {
    std::string prompt = profile_in_words(question.profile) + " would be as it was at " + dialog::consequences_in_words(question.state) + "\n";
    if (!question.fingerprint.empty()) prompt += "    the first authority\n" + fingerprint_groups(question.fingerprint, "        ");
    if (!question.state.correspondent.empty())
      prompt += "    the first correspondent\n        " + text::printable(question.state.correspondent, longest_name) + "\n";
    return "After that " + prompt + "Bring that state back?";
  }
  if (question.what == "unknown-caller")
    return "A program that does not say who it is wants to change certificates and settings in your Firefox "
           "and "
           "Thunderbird profiles.\nAllow it for this time?";
  return "Something that needs your agreement is about to happen, and this version of Certferry cannot "
         "explain it.\n"
         "Answer no and update Certferry. Allow it?";
}

void Person::progress(const std::string& stage, std::size_t done, std::size_t total) {
  m_progress.show(stage, done, total);
}

std::variant<nssbridge::Secret, Refusal> Person::password(const front::PasswordQuestion& question) {
  if (auto given = m_passwords.answer(question.role, question.attempt)) return std::move(*given);
  if (!m_terminal && m_dialogs) return m_dialogs->password(question);
  if (!m_terminal) return Refusal::no_ui;
  if (question.attempt > most_tries) return Refusal::wrong_password;
  m_progress.clear();
  auto secret = m_terminal->read_secret(password_prompt(question));
  if (!secret) return Refusal::cancelled;
  return std::move(*secret);
}

std::variant<nssbridge::Secret, Refusal> Person::new_password(const front::NewPasswordQuestion& question) {
  if (auto given = m_passwords.answer("file", 1)) return std::move(*given);
  if (!m_terminal && m_dialogs) return m_dialogs->new_password(question);
  if (!m_terminal) return Refusal::no_ui;
  m_progress.clear();
  std::string prompt = new_password_prompt(question);
  for (int attempt = 1; attempt <= most_tries; ++attempt) {
    auto first = m_terminal->read_secret(prompt);
    if (!first) return Refusal::cancelled;
    if (first->empty() && !question.may_be_empty) {
      prompt = "A key file needs a password.\nNew password: ";
      continue;
    }
    auto second = m_terminal->read_secret("The same once more: ");
    if (!second) return Refusal::cancelled;
    if (first->expose() == second->expose()) return std::move(*first);
    prompt = "The two were not the same.\nNew password: ";
  }
  return Refusal::wrong_password;
}

std::variant<nssbridge::Secret, Refusal> Person::pin(const front::PinQuestion& question) {
  if (!m_terminal) return m_dialogs ? m_dialogs->pin(question) : Refusal::no_ui;
  m_progress.clear();
  auto secret = m_terminal->read_secret(pin_prompt(question));
  if (!secret) return Refusal::cancelled;
  return std::move(*secret);
}

ConsentAnswer Person::trust_root(const front::TrustQuestion& question) {
  return !m_terminal && m_dialogs ? m_dialogs->trust_root(question) : ask_yes_or_no(trust_prompt(question));
}

ConsentAnswer Person::consent(const front::ConsentQuestion& question) {
  return !m_terminal && m_dialogs ? m_dialogs->consent(question) : ask_yes_or_no(consent_prompt(question));
}

ConsentAnswer Person::ask_yes_or_no(const std::string& prompt) {
  if (!m_terminal) return ConsentAnswer::unavailable;
  m_progress.clear();
  m_terminal->write(prompt + " Type yes or no: ");
  for (;;) {
    const auto line = m_terminal->read_line();
    if (!line) return ConsentAnswer::cancelled;
    if (*line == "yes") return ConsentAnswer::yes;
    if (*line == "no") return ConsentAnswer::no;
    m_terminal->write("Type yes or no in full: ");
  }
}

}  // namespace host::cli
