// SPDX-License-Identifier: MPL-2.0
#include <host/identity.hpp>
#include <host/prefs/prefs.hpp>
#include <host/profiles/file_text.hpp>
#include <host/protocol/members.hpp>
#include <host/worker/doctor/parts.hpp>

#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

#include <algorithm>

namespace host::worker::doctor {

using nlohmann::json;
using protocol::text_member;

namespace {

constexpr std::size_t longest_list = 16UL << 20;
constexpr std::size_t longest_version = 64;
/// The longest frame that Certferry sends.
constexpr int longest_frame = 1'000'000;

/// user.js is laid over prefs.js at each start. What cannot be read says nothing.
prefs::PrefsFile preferences_of(const profiles::Profile& profile) {
  std::string bytes;
  for (const char* name : {"prefs.js", "user.js"}) try {
      bytes += prefs::read_file(profile.path / name) + "\n";
    } catch (const nssbridge::Error&) {
    }
  return prefs::PrefsFile::parse(std::move(bytes));
}

}  // namespace

json addons_of(const profiles::Profile& profile) {
  json ours = json::array();
  const auto list = json::parse(
      profiles::file_text(profile.path / "extensions.json", longest_list).value_or(""), nullptr, false);
  if (!list.is_object() || !list.contains("addons") || !list["addons"].is_array()) return ours;
  for (const json& addon : list["addons"]) {
    if (!addon.is_object()) continue;
    const std::string id = text_member(addon, "id");
    if (id != identity::extension && id != identity::live_extension) continue;
    const auto active = addon.find("active");
    ours.push_back(
        {{"id", id},
         {"version", nssbridge::to_valid_utf8(text_member(addon, "version").substr(0, longest_version))},
         {"active", active != addon.end() && *active == true}});
  }
  return ours;
}

void add_preferences(const profiles::Profile& profile, json& problems) {
  const auto preferences = preferences_of(profile);
  const auto list = [&preferences](const char* name) {
    return split_list(preferences.text(name).value_or(""));
  };
  if (is_blocked(list("webextensions.native-messaging.blocklist"),
                 list("webextensions.native-messaging.allowlist")))
    problems.push_back(
        {{"id", "preference-blocks-host"},
         {"text",
          "has the preference webextensions.native-messaging.blocklist, which keeps add-ons from Certferry."},
         {"fix", "Take it back in about:config; if it comes back, an administrator's policy sets it."}});
  if (preferences.boolean("webextensions.native-messaging.user-level-hosts") == false)
    problems.push_back({{"id", "policy-user-hosts"},
                        {"text",
                         "has the preference webextensions.native-messaging.user-level-hosts off, so that "
                         "only programs installed for all users count."},
                        {"fix", "Have Certferry installed for all users: certferry install --system."}});
  const auto limit = preferences.integer("webextensions.native-messaging.max-input-message-bytes");
  if (limit && *limit < longest_frame)
    problems.push_back({{"id", "preference-message-limit"},
                        {"text",
                         "takes only shorter messages than Certferry sends, by the preference "
                         "webextensions.native-messaging.max-input-message-bytes."},
                        {"fix", "Reset it in about:config."}});
  if (profile.packaging == profiles::Packaging::snap &&
      preferences.integer("widget.use-xdg-desktop-portal.native-messaging") == 0)
    problems.push_back(
        {{"id", "preference-portal-off"},
         {"text",
          "does not use the portal, by the preference widget.use-xdg-desktop-portal.native-messaging, and "
          "reaches no program without it."},
         {"fix", "Reset it in about:config."}});
}

}  // namespace host::worker::doctor
