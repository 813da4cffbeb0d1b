// SPDX-License-Identifier: MPL-2.0
#include <host/cli/completion.hpp>
#include <host/text/words.hpp>

#include <CLI/App.hpp>

#include <algorithm>
#include <vector>

namespace host::cli {
namespace {

struct OptionWords {
  std::string name;  ///< "--json"; empty for an operand
  std::string description;
  bool takes_value = false;
  std::string choices;  ///< separated by spaces
};

/// A type like "yes|no" lists the words; upper-case types only describe.
std::string choices_in(const std::string& type) {
  const bool words = type.find('|') != std::string::npos &&
                     std::none_of(type.begin(), type.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!words) return {};
  std::string choices = type;
  std::replace(choices.begin(), choices.end(), '|', ' ');
  return choices;
}

std::vector<OptionWords> options_of(const CLI::App& app) {
  std::vector<OptionWords> words;
  for (const CLI::Option* option : app.get_options()) {
    const auto& names = option->get_lnames();
    words.push_back({names.empty() ? std::string() : "--" + names.front(), option->get_description(),
                     option->get_items_expected_max() > 0, choices_in(option->get_type_name())});
  }
  return words;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands({});
}

using text::single_quoted;

std::string bash_script(const CLI::App& app) {
  std::string names;
  std::string cases;
  for (const CLI::App* command : commands_of(app)) {
    names += command->get_name() + " ";
    std::string words;
    for (const OptionWords& option : options_of(*command)) {
      if (!option.choices.empty() && !option.name.empty())
        cases += "    " + command->get_name() + ":" + option.name +
                 ") words=" + single_quoted(option.choices) + " ;;\n";
      words += (option.name.empty() ? option.choices : option.name) + " ";
    }
    cases += "    " + command->get_name() + ":*) words=" + single_quoted(words) + " ;;\n";
  }
  return "_certferry() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    words=" +
         single_quoted(names + "--help --version") +
         "\n"
         "  else\n    case ${COMP_WORDS[1]}:$before in\n" +
         cases +
         "    esac\n  fi\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\n"
         "complete -o default -F _certferry certferry\n";
}

/// In an _arguments specification a colon and a bracket have a meaning.
std::string zsh_text(const std::string& text) {
  std::string safe;
  for (const char character : text) {
    if (character == ':' || character == '[' || character == ']') safe += '\\';
    safe += character;
  }
  return safe;
}

std::string zsh_option(const OptionWords& option) {
  const std::string values = option.choices.empty() ? "_files" : "(" + option.choices + ")";
  if (option.name.empty()) return single_quoted(":" + zsh_text(option.description) + ":" + values);
  const std::string value = option.takes_value ? ":value:" + values : "";
  return single_quoted("*" + option.name + "[" + zsh_text(option.description) + "]" + value);
}

std::string zsh_script(const CLI::App& app) {
  std::string names;
  std::string cases;
  for (const CLI::App* command : commands_of(app)) {
    names += "    " + single_quoted(command->get_name() + ":" + zsh_text(command->get_description())) + "\n";
    cases += "    " + command->get_name() + ") _arguments";
    for (const OptionWords& option : options_of(*command)) cases += " \\\n      " + zsh_option(option);
    cases += " ;;\n";
  }
  return "#compdef certferry\n"
         "_certferry() {\n"
         "  local -a commands=(\n" +
         names +
         "  )\n"
         "  if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
         "  local command=$words[2]\n  shift words; (( CURRENT-- ))\n"
         "  case $command in\n" +
         cases +
         "  esac\n}\n"
         // Loaded by name at the first use, or read by a shell that starts.
         "if [ \"$funcstack[1]\" = _certferry ]; then _certferry \"$@\"; else compdef _certferry certferry; fi\n";
}

std::string fish_script(const CLI::App& app) {
  std::string script =
      "complete -c certferry -n __fish_use_subcommand -l help\n"
      "complete -c certferry -n __fish_use_subcommand -l version\n";
  for (const CLI::App* command : commands_of(app)) {
    script += "complete -c certferry -f -n __fish_use_subcommand -a " + single_quoted(command->get_name()) +
              " -d " + single_quoted(command->get_description()) + "\n";
    const std::string within =
        "complete -c certferry -n '__fish_seen_subcommand_from " + command->get_name() + "'";
    for (const OptionWords& option : options_of(*command)) {
      script += within;
      if (!option.name.empty()) script += " -l " + option.name.substr(2);
      if (!option.name.empty() && option.takes_value) script += " -r";
      if (!option.choices.empty()) script += " -f -a " + single_quoted(option.choices);
      script += " -d " + single_quoted(option.description) + "\n";
    }
  }
  return script;
}

}  // namespace

std::string completion_script(const CLI::App& app, const std::string& shell) {
  if (shell == "bash") return bash_script(app);
  return shell == "zsh" ? zsh_script(app) : fish_script(app);
}

}  // namespace host::cli
