// SPDX-License-Identifier: MPL-2.0
#include <host/cli/module_arguments.hpp>

#include <host/protocol/strict_json.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace host::cli {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

constexpr std::size_t most_values = 10'000;
constexpr std::size_t longest_text = 4096;
constexpr std::size_t longest_list = 1000;
constexpr std::string_view of_ansible = "_ansible_";

[[noreturn]] void refuse_argument(const std::string& parameter, const std::string& wanted) {
  throw Error(Kind::invalid_request, "The parameter " + parameter + " takes " + wanted + ".");
}

std::string argument_text(const std::string& parameter, const json& value) {
  if (value.is_string() && value.get_ref<const std::string&>().size() <= longest_text &&
      value.get_ref<const std::string&>().find('\0') == std::string::npos)
    return value.get<std::string>();
  refuse_argument(parameter, "a text of at most 4096 octets");
}

/// The words are those that Ansible's own modules take.
bool flag_of(const std::string& parameter, const json& value) {
  constexpr std::array yes{"yes", "true", "on", "1", "y", "t"};
  constexpr std::array no{"no", "false", "off", "0", "n", "f"};
  if (value.is_boolean()) return value.get<bool>();
  std::string word = value.is_string() ? argument_text(parameter, value) : value.is_number_unsigned() ? value.dump() : std::string();
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (std::ranges::find(yes, word) != yes.end()) return true;
  if (std::ranges::find(no, word) != no.end()) return false;
  refuse_argument(parameter, "yes or no");
}

/// What days they are is judged where the command line's are.
std::string number_of(const std::string& parameter, const json& value) {
  if (value.is_number_unsigned()) return value.dump();
  if (value.is_string()) return argument_text(parameter, value);
  refuse_argument(parameter, "a number");
}

std::vector<std::string> list_of(const std::string& parameter, const json& value) {
  std::vector<std::string> list;
  if (value.is_array()) {
    if (value.size() > longest_list) refuse_argument(parameter, "at most 1000 entries");
    for (const json& each : value) list.push_back(argument_text(parameter, each));
    return list;
  }
  std::string_view rest;
  const std::string text = argument_text(parameter, value);
  for (rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    list.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return list;
}

using Taker = std::function<void(ModuleArguments&, const std::string& parameter, const json& value)>;

Taker takes_flag(bool Options::*option) {
  return [option](ModuleArguments& to, const std::string& parameter, const json& value) { to.options.*option = flag_of(parameter, value); };
}

Taker takes_text(std::optional<std::string> Options::*option) {
  return [option](ModuleArguments& to, const std::string& parameter, const json& value) { to.options.*option = argument_text(parameter, value); };
}

Taker takes_list(std::vector<std::string> Options::*option) {
  return [option](ModuleArguments& to, const std::string& parameter, const json& value) { to.options.*option = list_of(parameter, value); };
}

/// The module's documentation, manifests/ansible/plugins/modules/certferry_audit.yml, names the same.
const std::map<std::string, Taker, std::less<>>& module_parameters() {
  static const std::map<std::string, Taker, std::less<>> all{
      {"all_users", takes_flag(&Options::all_users)},
      {"at", takes_text(&Options::at)},
      {"compromised", takes_text(&Options::compromised)},
      {"expiring", [](ModuleArguments& to, const std::string& parameter, const json& value) { to.options.expiring = number_of(parameter, value); }},
      {"homes", takes_text(&Options::homes)},
      {"profiles", takes_list(&Options::profiles)},
      {"programs", [](ModuleArguments& to, const std::string& parameter, const json& value) { to.programs = argument_text(parameter, value); }},
      {"redact", takes_flag(&Options::redact)},
      {"roots", takes_list(&Options::roots)},
      {"shared_primes", takes_flag(&Options::shared_primes)},
      {"with_correspondents", takes_flag(&Options::with_correspondents)},
  };
  return all;
}

}  // namespace

ModuleArguments read_module_arguments(std::string_view text) {
  const json given = protocol::parse_strictly(text, most_values);
  if (!given.is_object()) throw Error(Kind::invalid_request, "The arguments of the module are no JSON object.");
  ModuleArguments arguments;
  for (const auto& [name, value] : given.items()) {
    if (name.starts_with(of_ansible) || value.is_null()) continue;
    const auto found = module_parameters().find(name);
    if (found == module_parameters().end())
      throw Error(Kind::invalid_request,
                  "The module has no parameter of one of the names that it was given. Its documentation lists them: ansible-doc "
                  "certferry.audit.certferry_audit");
    found->second(arguments, name, value);
  }
  if (arguments.options.homes && !arguments.options.all_users)
    throw Error(Kind::invalid_request, "The parameter homes says where the homes of all users are, and goes with all_users.");
  return arguments;
}

}  // namespace host::cli
