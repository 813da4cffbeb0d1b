// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/cli/descriptor_passwords.hpp>
#include <host/cli/progress.hpp>
#include <host/cli/terminal.hpp>
#include <host/front/interaction.hpp>

#include <memory>

namespace host::cli {

/// The person at the command line: descriptors given for passwords first, then the terminal, and where there
/// is none dialogs.
class Person : public front::Interaction {
 public:
  Person(DescriptorPasswords passwords, std::unique_ptr<Terminal> terminal, Progress progress)
      : m_passwords(std::move(passwords)), m_terminal(std::move(terminal)), m_progress(std::move(progress)) {}

  /// What asks where there is no terminal.
  void use_dialogs(std::unique_ptr<front::Interaction> dialogs) { m_dialogs = std::move(dialogs); }

  bool has_terminal() const { return m_terminal != nullptr; }
  void progress(const std::string& stage, std::size_t done, std::size_t total) override;
  std::variant<nssbridge::Secret, front::Refusal> password(const front::PasswordQuestion& question) override;
  std::variant<nssbridge::Secret, front::Refusal> new_password(const front::NewPasswordQuestion& question) override;
  std::variant<nssbridge::Secret, front::Refusal> pin(const front::PinQuestion& question) override;
  front::ConsentAnswer trust_root(const front::TrustQuestion& question) override;
  front::ConsentAnswer consent(const front::ConsentQuestion& question) override;
  void finish() { m_progress.clear(); }

 private:
  front::ConsentAnswer ask_yes_or_no(const std::string& prompt);

  DescriptorPasswords m_passwords;
  std::unique_ptr<Terminal> m_terminal;
  std::unique_ptr<front::Interaction> m_dialogs;
  Progress m_progress;
};

/// What the terminal shows for a question.
std::string password_prompt(const front::PasswordQuestion& question);
std::string new_password_prompt(const front::NewPasswordQuestion& question);
std::string pin_prompt(const front::PinQuestion& question);
std::string trust_prompt(const front::TrustQuestion& question);
std::string consent_prompt(const front::ConsentQuestion& question);

}  // namespace host::cli
