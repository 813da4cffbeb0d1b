// SPDX-License-Identifier: MPL-2.0
#include <host/scan/targets.hpp>

#include <host/front/distant_folder.hpp>
#include <host/front/nobody.hpp>
#include <host/profiles/identifier.hpp>
#include <host/protocol/members.hpp>
#include <host/protocol/path_text.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>
#include <chrono>
#include <set>

namespace host::scan {

namespace fs = std::filesystem;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using protocol::list_member;
using protocol::text_member;

namespace {

/// A little more than what a worker's own limits give it.
constexpr std::chrono::seconds longest_silence{70};

json search(const front::Workers& workers, const json& params, bool command_line) {
  front::Nobody nobody;
  return workers.run({.method = "audit.targets", .params = params, .command_line = command_line}, nobody);
}

void add_own(Targets& targets, const front::Workers& workers, const Wishes& wishes) {
  json roots = json::array();
  for (const auto& root : wishes.roots) roots.push_back(protocol::path_to_text(root));
  const json found = search(workers, {{"own", wishes.own}, {"profiles", wishes.profiles}, {"roots", std::move(roots)}},
                            wishes.command_line);
  for (json params : list_member(found, "targets")) {
    if (!params.contains("user")) params["user"] = wishes.user;
    targets.list.push_back({std::move(params), &workers});
  }
  for (const auto& place : list_member(found, "unreachable")) targets.unreachable.push_back(place);
}

/// A home may lie behind a link, which root may follow as far as the home itself. Nothing: whatever holds it does not answer.
std::optional<fs::path> real_home(const front::Account& account) {
  if (!account.answers) return std::nullopt;
  const auto facts = front::ask_about_folder(account.home);
  if (!facts) return std::nullopt;
  return facts->real.empty() ? account.home : facts->real;
}

bool is_below(const fs::path& path, const fs::path& folder) {
  const bool plain = path.is_absolute() && path == path.lexically_normal();
  return plain && std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

json unreachable(const front::Account& account, const std::string& message) {
  return {{"path", nssbridge::to_valid_utf8(account.home.string())},
          {"user", nssbridge::to_valid_utf8(account.name)},
          {"message", message}};
}

/// What it is called is said by its folder and the account, not by who answered.
json believed(const json& found, const fs::path& folder, const front::Account& account) {
  using profiles::Application;
  const auto application = text_member(found, "application") == "thunderbird" ? Application::thunderbird : Application::firefox;
  return {{"folder", protocol::path_to_text(folder)},
          {"application", profiles::name_of(application)},
          {"id", profiles::identifier(application, folder)},
          {"name", text_member(found, "name")},
          {"user", nssbridge::to_valid_utf8(account.name)},
          {"isCopy", false}};
}

void add_account(Targets& targets, const front::Workers& workers, const front::Account& account) {
  const auto home = real_home(account);
  if (!home) {
    targets.unreachable.push_back(unreachable(account, "The home does not answer, so nothing in it was looked at. See whether the server that holds it is there."));
    return;
  }
  front::Workers::Setup setup = workers.setup();
  setup.as_user = account;
  setup.pass_on_errors = false;
  setup.longest_silence = longest_silence;
  const auto& own = *targets.of_accounts.emplace_back(std::make_unique<front::Workers>(std::move(setup), workers.cancellation()));
  json found;
  try {
    found = search(own, {{"own", true}, {"home", true}}, true);
  } catch (const Error& error) {
    if (error.kind() == Kind::cancelled) throw;
    targets.unreachable.push_back(unreachable(account, error.message()));
    return;
  }
  for (const auto& each : list_member(found, "targets")) {
    const auto folder = protocol::path_from_text(text_member(each, "folder"));
    if (folder && is_below(*folder, *home))
      targets.list.push_back({believed(each, *folder, account), &own});
    else
      targets.unreachable.push_back(unreachable(account, "A profile of this user lies outside of the home, and was not looked at."));
  }
  for (const auto& place : list_member(found, "unreachable"))
    targets.unreachable.push_back(unreachable(account, text_member(place, "message")));
}

}  // namespace

Targets find_targets(const front::Workers& workers, const Wishes& wishes) {
  Targets targets;
  if (wishes.own || !wishes.profiles.empty() || !wishes.roots.empty()) add_own(targets, workers, wishes);
  for (const auto& account : wishes.accounts) add_account(targets, workers, account);
  return targets;
}

}  // namespace host::scan
