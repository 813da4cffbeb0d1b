// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/administrator.hpp>

#include <host/prefs/parser.hpp>
#include <host/prefs/policies.hpp>
#include <host/prefs/tokens.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace host::prefs {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::size_t longest_file = 16U << 20;

/// Without "Status", or with "default", only the default changes, and prefs.js still wins.
bool policy_decides(const json& document, std::string_view name) {
  const json* const found = member(member(member(&document, "policies"), "Preferences"), name);
  if (found == nullptr) return false;
  if (!found->is_object()) return true;  // the old short form sets and locks
  const auto status = found->find("Status");
  return status != found->end() && (*status == "locked" || *status == "user" || *status == "clear");
}

struct Defaults {
  std::optional<fs::path> locking_file;
  std::string script;     ///< general.config.filename
  int script_shift = 13;  ///< general.config.obscure_value: what was added to each byte of it
};

void read_defaults(const fs::path& file, std::string_view name, Defaults& defaults) {
  for (auto& statement : parse_statements(administrator_text(file, longest_file).value_or(""), Dialect::defaults).statements) {
    if (statement.name == name && statement.locked) defaults.locking_file = file;
    if (statement.name == "general.config.filename")
      if (auto* text = std::get_if<std::string>(&statement.value)) defaults.script = std::move(*text);
    if (statement.name == "general.config.obscure_value")
      if (const auto* number = std::get_if<int>(&statement.value)) defaults.script_shift = *number;
  }
}

Defaults read_defaults(const std::vector<fs::path>& folders, std::string_view name) {
  Defaults defaults;
  for (const auto& folder : folders) {
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed))
      if (entry.path().extension() == ".js") read_defaults(entry.path(), name, defaults);
  }
  return defaults;
}

std::string plain_script(std::string text, int shift) {
  if (shift <= 0) return text;
  std::ranges::transform(text, text.begin(),
                         [&](char c) { return static_cast<char>(static_cast<unsigned char>(c) - shift); });
  return text;
}

/// The script is JavaScript; its calls with a literal name look like the statements of a preference file.
bool script_decides(const std::string& script, std::string_view name) {
  Tokens tokens(script);
  for (Token token = tokens.next(); token.type != Token::Type::end; token = tokens.next()) {
    if (token.type != Token::Type::word ||
        (token.text != "lockPref" && token.text != "pref" && token.text != "clearPref"))
      continue;
    if (token = tokens.next(); token.type != Token::Type::symbol || token.symbol != '(') continue;
    if (token = tokens.next(); token.type == Token::Type::text && token.text == name) return true;
  }
  return false;
}

}  // namespace

std::optional<fs::path> decided_by_administrator(const AdministratorFiles& files, std::string_view name) {
  if (auto policies = policies_of(files); policies && policy_decides(policies->document, name)) return policies->file;
  const auto defaults = read_defaults(files.default_folders, name);
  if (defaults.locking_file) return defaults.locking_file;
  if (defaults.script.empty()) return std::nullopt;
  std::vector<fs::path> scripts;
  for (const auto& folder : files.script_folders)
    scripts.push_back(folder / fs::path(defaults.script).filename());
  auto script = first_existing(scripts);
  if (!script || !script_decides(plain_script(administrator_text(*script, longest_file).value_or(""), defaults.script_shift), name))
    return std::nullopt;
  return script;
}

}  // namespace host::prefs
