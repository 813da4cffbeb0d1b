// SPDX-License-Identifier: MPL-2.0
#include <host/scan/targets.hpp>

#include <host/front/nobody.hpp>
#include <host/protocol/members.hpp>
#include <host/protocol/path_text.hpp>

namespace host::scan {

using nlohmann::json;
using protocol::list_member;

namespace {

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

}  // namespace

Targets find_targets(const front::Workers& workers, const Wishes& wishes) {
  Targets targets;
  if (wishes.own || !wishes.profiles.empty() || !wishes.roots.empty()) add_own(targets, workers, wishes);
  return targets;
}

}  // namespace host::scan
