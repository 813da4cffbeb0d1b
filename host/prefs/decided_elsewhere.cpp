// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/prefs.hpp>

#include <host/prefs/parser.hpp>
#include <host/prefs/places.hpp>

#include <nlohmann/json.hpp>

namespace host::prefs {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// What cannot be read decides nothing that we could know of.
std::string text_of(const fs::path& file) {
  try {
    return read_file(file);
  } catch (const std::exception&) {
    return {};
  }
}

/// Enterprise policies: a preference under `Preferences` with any status but "clear" is set or locked at each start.
bool policy_decides(const fs::path& file, std::string_view name) {
  const auto document = json::parse(text_of(file), nullptr, false);
  if (!document.is_object() || !document.contains("policies") || !document["policies"].is_object()) return false;
  const auto& policies = document["policies"];
  if (!policies.contains("Preferences") || !policies["Preferences"].is_object()) return false;
  const auto found = policies["Preferences"].find(std::string(name));
  if (found == policies["Preferences"].end()) return false;
  if (!found->is_object()) return true;  // the old short form sets and locks
  const auto status = found->find("Status");
  return status == found->end() || !status->is_string() || (*status != "clear" && *status != "default");
}

/// Autoconfig: lockPref and pref win over prefs.js, defaultPref does not.
bool script_decides(const std::string& script, std::string_view name) {
  for (const auto& statement : parse_statements(script))
    if (statement.name == name && (statement.function == "lockPref" || statement.function == "pref")) return true;
  return false;
}

/// The file that `general.config.filename` in one of the defaults/pref files names.
std::optional<fs::path> autoconfig_of(const fs::path& application) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(application / "defaults/pref", failed)) {
    if (entry.path().extension() != ".js") continue;
    for (const auto& statement : parse_statements(text_of(entry.path())))
      if (statement.name == "general.config.filename" && std::holds_alternative<std::string>(statement.value))
        return application / fs::path(std::get<std::string>(statement.value)).filename();
  }
  return std::nullopt;
}

}  // namespace

std::optional<fs::path> decided_elsewhere(const fs::path& profile, std::string_view name) {
  const auto user = profile / "user.js";
  for (const auto& statement : parse_statements(text_of(user)))
    if (statement.name == name && statement.function == "user_pref") return user;
  for (const auto& file : policy_files())
    if (policy_decides(file, name)) return file;
  for (const auto& application : application_folders())
    if (auto file = autoconfig_of(application); file && script_decides(text_of(*file), name)) return file;
  return std::nullopt;
}

}  // namespace host::prefs
