// SPDX-License-Identifier: MPL-2.0
#include <host/scan/scan.hpp>

#include <host/front/nobody.hpp>
#include <host/protocol/members.hpp>
#include <host/protocol/path_text.hpp>
#include <host/protocol/schema.hpp>
#include <host/scan/across.hpp>
#include <host/scan/failed_profile.hpp>
#include <host/scan/ordered_results.hpp>
#include <host/scan/targets.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>
#include <thread>

namespace host::scan {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using protocol::text_member;

namespace {

/// So many results wait for one that takes long.
constexpr std::size_t most_ahead = 64;

/// What all workers are told.
json params_of(const Wishes& wishes) {
  json params = json::object();
  params["at"] = nssbridge::to_rfc3339(wishes.at);
  params["expiring"] = wishes.expiring_days;
  params["withCorrespondents"] = wishes.with_correspondents;
  params["publicKeys"] = wishes.shared_primes;
  if (wishes.compromised) params["knownKeys"] = audit::to_text(*wishes.compromised);
  params["mayAsk"] = wishes.with_password;
  return params;
}

/// Only what makes every further profile pointless ends the scan.
bool ends_all(const Error& error) {
  return error.kind() == Kind::cancelled || error.kind() == Kind::nss_failure || error.kind() == Kind::wrong_password ||
         error.kind() == Kind::password_required;
}

/// Another account's process says what is wrong with its profile, and nothing of whose it is.
json as_ours(json profile, const json& params) {
  profile["user"] = params.at("user");
  if (params.contains("id")) profile["id"] = params["id"];
  profile["path"] = nssbridge::to_valid_utf8(protocol::path_from_text(text_member(params, "folder")).value_or("").string());
  return profile;
}

json examine(front::Interaction& person, const Target& target, const Wishes& wishes, const json& told) {
  json params = target.params;
  params.update(told);
  try {
    json profile = target.workers->run({.method = "audit.profile", .params = params, .command_line = wishes.command_line}, person);
    if (!protocol::schema::fault_in_shape("AuditedProfile", profile)) return as_ours(std::move(profile), params);
    return failed_profile(params, Error(Kind::internal, "The worker process sent a result that cannot be read. Run the command again."));
  } catch (const Error& error) {
    if (ends_all(error)) throw;
    return failed_profile(params, error);
  }
}

void work(front::Interaction& person, const Targets& targets, const Wishes& wishes, const json& told, OrderedResults& results) {
  try {
    while (const auto number = results.take()) results.put(*number, examine(person, targets.list[*number], wishes, told));
  } catch (...) {
    results.fail(std::current_exception());
  }
}

std::size_t processes(const Wishes& wishes, std::size_t targets) {
  if (wishes.with_password) return 1;  // one person answers
  return std::min<std::size_t>({targets, wishes.most_processes, std::max(1U, std::thread::hardware_concurrency())});
}

void hand_on(OrderedResults& results, std::size_t total, const Listener& listener, Across& across) {
  std::size_t done = 0;
  listener.progress(done, total);
  while (auto profile = results.next()) {
    across.add(*profile);
    for (const char* only_to_compare : {"keys", "publicKeys"}) profile->erase(only_to_compare);
    listener.profile(*profile);
    listener.progress(++done, total);
  }
}

}  // namespace

Outcome run(const front::Workers& workers, front::Interaction& person, const Wishes& wishes, const Listener& listener) {
  const Targets targets = find_targets(workers, wishes);
  const std::size_t total = targets.list.size();
  OrderedResults results(total, most_ahead);
  Across across;
  {
    front::Nobody nobody;
    front::Interaction& asked = wishes.with_password ? person : nobody;
    const json told = params_of(wishes);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < processes(wishes, total); ++i)
      threads.emplace_back([&] { work(asked, targets, wishes, told, results); });
    try {
      hand_on(results, total, listener, across);
    } catch (...) {
      results.fail(std::current_exception());  // so that no thread waits for us
      throw;
    }
  }
  return {across.findings(), targets.unreachable};
}

}  // namespace host::scan
