// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/exchange.hpp>
#include <host/doctor/portal.hpp>
#include <host/identity.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace host::doctor {
namespace {

using nlohmann::json;

constexpr const char* bus_program = "/usr/bin/busctl";
constexpr std::chrono::seconds bus_patience{5};
/// The table that the portal keeps in the store of all portals' permissions.
constexpr const char* table = "webextensions";
constexpr const char* store = "org.freedesktop.impl.portal.PermissionStore";
constexpr const char* store_path = "/org/freedesktop/impl/portal/PermissionStore";

/// What a program needs to find the session's bus, and nothing else.
std::vector<std::string> bus_environment(const char* const* inherited) {
  constexpr std::array<std::string_view, 3> passed{"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "HOME"};
  std::vector<std::string> environment{"LC_ALL=C"};
  for (; *inherited != nullptr; ++inherited) {
    const std::string_view entry = *inherited;
    if (std::find(passed.begin(), passed.end(), entry.substr(0, entry.find('='))) != passed.end())
      environment.emplace_back(entry);
  }
  return environment;
}

Exchange ask(std::vector<std::string> words, const char* const* environment,
             const front::Cancellation& cancellation) {
  words.insert(words.begin(), {"--user", "--json=short", "--timeout=4"});
  return exchange(bus_program, words, bus_environment(environment), {}, {}, bus_patience, cancellation);
}

/// The names that are on the bus or would be started.
std::vector<std::string> names_on_bus(const char* method, const char* const* environment,
                                      const front::Cancellation& cancellation, bool& known) {
  const Exchange done =
      ask({"call", "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method},
          environment, cancellation);
  known = done.complete && done.status == 0;
  const json answer = json::parse(done.output, nullptr, false);
  const auto names = known ? answer.value(json::json_pointer("/data/0"), json::array()) : json::array();
  std::vector<std::string> texts;
  for (const json& name : names)
    if (name.is_string()) texts.push_back(name.get<std::string>());
  return texts;
}

}  // namespace

Portal ask_portal(const char* const* environment, const front::Cancellation& cancellation) {
  Portal portal;
  auto names = names_on_bus("ListActivatableNames", environment, cancellation, portal.known);
  if (!portal.known) return portal;
  const auto running = names_on_bus("ListNames", environment, cancellation, portal.known);
  names.insert(names.end(), running.begin(), running.end());
  const auto has = [&names](std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  portal.proxy = has("org.freedesktop.NativeMessagingProxy");
  if (!has("org.freedesktop.portal.Desktop")) return portal;
  const Exchange done =
      ask({"get-property", "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
           "org.freedesktop.portal.WebExtensions", "version"},
          environment, cancellation);
  portal.web_extensions = done.complete && done.status == 0;
  return portal;
}

Permission permission_in(std::string_view json_text, const std::string& sandbox_id) {
  const json answer = json::parse(json_text, nullptr, false);
  if (!answer.is_object() || !answer.contains("data") || !answer["data"].is_array() ||
      answer["data"].empty() || !answer["data"][0].is_object())
    return Permission::unknown;
  const json& all = answer["data"][0];
  const auto found = all.find(sandbox_id);
  if (found == all.end() || !found->is_array() || found->empty()) return Permission::not_asked;
  const json& word = found->front();
  return word == "yes" ? Permission::yes : word == "no" ? Permission::no : Permission::not_asked;
}

Permission stored_permission(const std::string& sandbox_id, const char* const* environment,
                             const front::Cancellation& cancellation) {
  const Exchange done =
      ask({"call", store, store_path, store, "Lookup", "ss", table, std::string(identity::native_name)},
          environment, cancellation);
  if (done.complete && done.status == 0) return permission_in(done.output, sandbox_id);
  // The store's own words for a table or an entry that nobody made yet.
  const bool nothing = done.errors.find("No entry for") != std::string::npos ||
                       done.errors.find("NotFound") != std::string::npos;
  return nothing ? Permission::not_asked : Permission::unknown;
}

std::string forget_command(const std::string& sandbox_id) {
  return std::string("busctl --user call ") + store + " " + store_path + " " + store +
         " DeletePermission sss " + table + " " + std::string(identity::native_name) + " " + sandbox_id;
}

}  // namespace host::doctor
