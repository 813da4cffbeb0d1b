// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/cli/options.hpp>

#include <CLI/App.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// How commands of the command line are described.
namespace host::cli {

/// A check that gives an empty text for one of the words in `choices`.
inline std::function<std::string(const std::string&)> one_of(const std::string& choices) {
  return [choices](const std::string& word) {
    const bool known = ("|" + choices + "|").find("|" + word + "|") != std::string::npos;
    return known && word.find('|') == std::string::npos ? std::string() : "must be one of " + choices;
  };
}

/// One command while it is described.
class Command {
 public:
  Command(CLI::App& app, Options& options, const std::string& name, const std::string& description)
      : m_command(app.add_subcommand(name, description)), m_options(options) {
    m_command->group("Commands");
    m_command->callback([&options, name] {
      if (!options.command.starts_with(name + " ")) options.command = name;  // one below it has said so already
    });
  }

  /// A command below a command: `certferry audit merge`.
  Command(Command& above, const std::string& name, const std::string& description)
      : m_command(above.m_command->add_subcommand(name, description)), m_options(above.m_options) {
    m_command->callback([command = m_command, &options = m_options] {
      options.command = command->get_parent()->get_name() + " " + command->get_name();
    });
  }

  Command& json() {
    m_command->add_flag("--json", m_options.json, "Print one JSON value on standard output");
    return *this;
  }
  Command& profile() {
    value("--profile", m_options.profile, "PROFILE",
          "The profile: its id (see `certferry profiles`) or its folder")
        ->required();
    return *this;
  }
  Command& password_of_profile() {
    auto* primary =
        descriptor("--primary-password-fd", "profile", "Read the primary password from this file descriptor");
    descriptor("--password-fd", "profile", "The same as --primary-password-fd")->excludes(primary);
    return *this;
  }
  Command& tokens() {
    auto* wanted = flag("--tokens", m_options.tokens, "Look at smart cards and other tokens too; loads the libraries that the profile names for them");
    values("--module", m_options.modules, "PATH",
           "With --tokens: only this library, also where root does not own it. May be given several times")
        ->needs(wanted);
    return *this;
  }
  Command& passwords_of_file_and_profile() {
    descriptor("--password-fd", "file", "Read the key file's password from this file descriptor");
    descriptor("--primary-password-fd", "profile", "Read the profile's primary password from this file descriptor");
    return *this;
  }
  CLI::Option* value(const std::string& name, std::optional<std::string>& to, const std::string& type,
                     const std::string& description) {
    return named(m_command->add_option(name, to, description), type);
  }
  CLI::Option* values(const std::string& name, std::vector<std::string>& to, const std::string& type,
                      const std::string& description) {
    return named(m_command->add_option(name, to, description)->allow_extra_args(false), type);
  }
  /// `choices`: the words that are allowed, separated by '|'. Help and completion show them.
  CLI::Option* choice(const std::string& name, std::optional<std::string>& to, const std::string& choices,
                      const std::string& description) {
    return value(name, to, choices, description)->check(one_of(choices));
  }
  CLI::Option* descriptor(const std::string& name, const std::string& role, const std::string& description) {
    auto& descriptors = m_options.password_descriptors;
    const auto take = [&descriptors, role](const int& number) { descriptors[role] = number; };
    const auto is_number = [](const std::string& word) {
      const bool digits =
          !word.empty() && word.size() <= 5 && word.find_first_not_of("0123456789") == std::string::npos;
      return digits ? std::string() : std::string("must be the number of an open file descriptor");
    };
    return named(m_command->add_option_function<int>(name, take, description)->check(is_number), "N");
  }
  CLI::Option* flag(const std::string& name, bool& to, const std::string& description) {
    return m_command->add_flag(name, to, description);
  }
  void footer(const std::string& text) { m_command->footer(text); }
  CLI::App* app() { return m_command; }

 private:
  static CLI::Option* named(CLI::Option* option, const std::string& type) { return option->type_name(type); }

  CLI::App* m_command;
  Options& m_options;
};

inline constexpr const char* fingerprint_type = "FINGERPRINT";

/// Commands about messages.
void add_verify(CLI::App& app, Options& options);
void add_recipients(CLI::App& app, Options& options);
void add_learn(CLI::App& app, Options& options);
void add_share(CLI::App& app, Options& options);
/// Commands that read and write key files.
void add_import(CLI::App& app, Options& options);
void add_export(CLI::App& app, Options& options);
void add_audit(CLI::App& app, Options& options);

}  // namespace host::cli
