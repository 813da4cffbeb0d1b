// SPDX-License-Identifier: MPL-2.0
#include <host/identity.hpp>
#include <host/prefs/policies.hpp>
#include <host/profiles/compatibility.hpp>
#include <host/protocol/members.hpp>
#include <host/worker/doctor/parts.hpp>

#include <algorithm>
#include <set>

namespace host::worker::doctor {

using nlohmann::json;
using protocol::member;
namespace fs = std::filesystem;

namespace {

std::string application_name(prefs::Program program) {
  return program == prefs::Program::thunderbird ? "Thunderbird" : "Firefox";
}

/// Some policies may be given as the text of their JSON.
json opened(const json& value) {
  return value.is_string() ? json::parse(value.get_ref<const std::string&>(), nullptr, false) : value;
}

/// A list, or "a, b" as the preference has it.
std::vector<std::string> names_in(const json& value) {
  if (value.is_string()) return split_list(value.get<std::string>());
  std::vector<std::string> names;
  if (value.is_array())
    for (const json& name : value)
      if (name.is_string()) names.push_back(name.get<std::string>());
  return names;
}

/// By the policy of its own, else by the one that sets preferences.
json setting(const json& policies, const char* policy, const char* preference) {
  if (const json own = member(policies, policy); !own.is_null()) return own;
  const json entry = member(opened(member(policies, "Preferences")),
                            std::string("webextensions.native-messaging.") + preference);
  return entry.is_object() ? member(entry, "Value") : entry;
}

/// What the policies of one application keep from us, in the order of the way from an add-on to the host.
class Policies {
 public:
  Policies(const json& policies, std::string application, json& problems)
      : m_policies(policies), m_application(std::move(application)), m_problems(problems) {
    m_settings = opened(member(policies, "ExtensionSettings"));
    m_ours = member(m_settings, identity::extension);
    m_all = member(m_settings, "*");
  }

  void check() {
    check_addon();
    const auto blocks = [](const json& rules) {
      const auto names = names_in(member(rules, "blocked_permissions"));
      return std::find(names.begin(), names.end(), "nativeMessaging") != names.end();
    };
    const auto allowed = names_in(member(m_ours, "allowed_permissions"));
    const bool excepted = std::find(allowed.begin(), allowed.end(), "nativeMessaging") != allowed.end();
    if (blocks(m_ours) || (blocks(m_all) && !excepted))
      add("policy-blocks-permission",
          "the policy ExtensionSettings keeps add-ons from starting any program (nativeMessaging).");
    if (is_blocked(names_in(setting(m_policies, "NativeMessagingBlocklist", "blocklist")),
                   names_in(setting(m_policies, "NativeMessagingAllowlist", "allowlist"))))
      add("policy-blocks-host",
          "the policy NativeMessagingBlocklist keeps add-ons from starting Certferry, in versions that know "
          "it.");
    if (setting(m_policies, "NativeMessagingUserLevelHosts", "user-level-hosts") == false)
      add("policy-user-hosts",
          "the policy NativeMessagingUserLevelHosts lets only programs count that are installed for all "
          "users, in versions that know it.");
  }

 private:
  void check_addon() {
    const json own = member(m_ours, "installation_mode");
    const json mode = own.is_null() ? member(m_all, "installation_mode") : own;
    const bool installed = own == "force_installed" || own == "normal_installed" || own == "allowed";
    if (mode == "blocked")
      add("policy-blocks-addon", "the policy ExtensionSettings blocks Certferry's add-on.");
    else if (!installed && member(member(m_policies, "InstallAddonsPermission"), "Default") == false)
      add("policy-blocks-addon", "the policy InstallAddonsPermission lets nobody install add-ons.");
  }
  void add(const char* id, const std::string& text) {
    m_problems.push_back({{"id", id},
                          {"text", m_application + ": " + text},
                          {"fix", "Only the administrator of this computer can change that."}});
  }

  const json& m_policies;
  std::string m_application;
  json& m_problems;
  json m_settings, m_ours, m_all;
};

void check_file(const prefs::Policies& policies, prefs::Program program, json& problems) {
  if (!policies.document.is_object()) {
    problems.push_back(
        {{"id", "policy-unreadable"},
         {"text",
          application_name(program) +
              ": the administrator's policies.json cannot be read, so what it decides is not known."},
         {"fix", "Only the administrator of this computer can mend it: the file must be JSON that everybody may read."}});
    return;
  }
  Policies(member(policies.document, "policies"), application_name(program), problems).check();
}

}  // namespace

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const auto begin = text.find_first_not_of(' ', at);
    if (begin < end) names.push_back(text.substr(begin, text.find_last_not_of(' ', end - 1) + 1 - begin));
    at = end + 1;
  }
  return names;
}

bool is_blocked(const std::vector<std::string>& blocked, const std::vector<std::string>& allowed) {
  const auto has = [](const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return !has(allowed, identity::native_name) && (has(blocked, "*") || has(blocked, identity::native_name));
}

json policy_problems(const std::vector<profiles::Profile>& profiles) {
  json problems = json::array();
  std::set<fs::path> seen;
  for (const auto program : {prefs::Program::firefox, prefs::Program::thunderbird}) {
    auto installations = prefs::usual_installations(program);
    for (const auto& profile : profiles)
      if ((profile.application == profiles::Application::thunderbird) ==
          (program == prefs::Program::thunderbird))
        if (auto last = profiles::read_compatibility(profile.path).program; last.is_absolute())
          installations.push_back(std::move(last));
    for (const fs::path& installation : installations) {
      std::error_code failed;
      if (!fs::is_directory(installation, failed)) continue;
      const auto policies = prefs::policies_of(prefs::administrator_files(program, installation));
      if (policies && seen.insert(policies->file).second) check_file(*policies, program, problems);
    }
  }
  return problems;
}

}  // namespace host::worker::doctor
