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

/// A command, or one below a command.
struct Named {
  std::string name;   ///< "audit merge"
  std::string above;  ///< "audit"; empty for a command that stands alone
  const CLI::App* command;
};

std::vector<Named> all_commands_of(const CLI::App& app) {
  std::vector<Named> all;
  for (const CLI::App* command : commands_of(app)) {
    all.push_back({command->get_name(), {}, command});
    for (const CLI::App* below : commands_of(*command))
      all.push_back({command->get_name() + " " + below->get_name(), command->get_name(), below});
  }
  return all;
}

std::string names_below(const CLI::App& command) {
  std::string names;
  for (const CLI::App* below : commands_of(command)) names += below->get_name() + " ";
  return names;
}

/// For bash and zsh: two words that are one command, in the shell's own variables.
std::string cases_of_two_words(const CLI::App& app, const std::string& then) {
  std::string cases;
  for (const Named& each : all_commands_of(app))
    if (!each.above.empty()) cases += "    " + text::single_quoted(each.name) + ") command=" + text::single_quoted(each.name) + then + " ;;\n";
  return cases;
}

using text::single_quoted;

std::string bash_script(const CLI::App& app) {
  std::string names;
  std::string cases;
  for (const auto& [name, above, command] : all_commands_of(app)) {
    if (above.empty()) names += name + " ";
    std::string words = names_below(*command);
    for (const OptionWords& option : options_of(*command)) {
      if (!option.choices.empty() && !option.name.empty())
        cases += "    " + single_quoted(name + ":" + option.name) + ") words=" + single_quoted(option.choices) + " ;;\n";
      words += (option.name.empty() ? option.choices : option.name) + " ";
    }
    cases += "    " + single_quoted(name + ":") + "*) words=" + single_quoted(words) + " ;;\n";
  }
  return "_certferry() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=\n"
         "  local command=${COMP_WORDS[1]}\n"
         "  [ \"$COMP_CWORD\" -gt 2 ] && case \"$command ${COMP_WORDS[2]}\" in\n" +
         cases_of_two_words(app, "") +
         "  esac\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    words=" +
         single_quoted(names + "--help --version") +
         "\n"
         "  else\n    case $command:$before in\n" +
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
  for (const auto& [name, above, command] : all_commands_of(app)) {
    if (above.empty()) names += "    " + single_quoted(name + ":" + zsh_text(command->get_description())) + "\n";
    cases += "    " + single_quoted(name) + ") _arguments";
    for (const OptionWords& option : options_of(*command)) cases += " \\\n      " + zsh_option(option);
    if (const std::string below = names_below(*command); !below.empty()) cases += " \\\n      " + single_quoted("1::command:(" + below + ")");
    cases += " ;;\n";
  }
  return "#compdef certferry\n"
         "_certferry() {\n"
         "  local -a commands=(\n" +
         names +
         "  )\n"
         "  if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
         "  local command=$words[2]\n  shift words; (( CURRENT-- ))\n"
         "  (( CURRENT > 2 )) && case \"$command $words[2]\" in\n" +
         cases_of_two_words(app, "; shift words; (( CURRENT-- ))") +
         "  esac\n"
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
  for (const auto& [name, above, command] : all_commands_of(app)) {
    const std::string seen = "__fish_seen_subcommand_from ", below = names_below(*command);
    const std::string offered = above.empty() ? "__fish_use_subcommand" : single_quoted(seen + above);
    script += "complete -c certferry -f -n " + offered + " -a " + single_quoted(command->get_name()) + " -d " +
              single_quoted(command->get_description()) + "\n";
    const std::string only = above.empty() ? seen + name + (below.empty() ? "" : "; and not " + seen + below) : seen + above + "; and " + seen + command->get_name();
    const std::string within = "complete -c certferry -n " + single_quoted(only);
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
