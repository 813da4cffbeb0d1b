// SPDX-License-Identifier: MPL-2.0
#include <host/cli/mending.hpp>
#include <host/cli/status.hpp>
#include <host/cli/words.hpp>
#include <host/protocol/error_json.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace host::cli {
namespace {

using front::Request;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

/// The step, and the identity that it is for; nothing where all that is left was tried or needs a decision.
std::optional<std::pair<json, std::string>> next_step(const json& explained, const std::set<std::string>& tried) {
  for (const json& identity : member(explained, "identities"))
    for (const json& step : member(identity, "steps"))
      if (member(step, "needsDecision") == false && step.contains("call") && !tried.contains(step["call"].dump()))
        return std::pair(step, identity.at("id").get<std::string>());
  return std::nullopt;
}

/// Without the primary password no further step works either, and nobody wants to be asked for it again and again.
bool ends_all(const Error& error) {
  constexpr std::array kinds{Kind::wrong_password, Kind::password_required, Kind::no_ui, Kind::consent_refused};
  return std::ranges::find(kinds, error.kind()) != kinds.end();
}

bool has_outcome(const json& result, const char* outcome) {
  if (member(result, "outcome") == outcome) return true;
  const json& identities = member(result, "identities");
  return std::any_of(identities.begin(), identities.end(),
                     [&](const json& each) { return member(each, "outcome") == outcome; });
}

Request request_of(const json& call) {
  Request request{.method = call.at("method").get<std::string>()};
  request.params = call.at("params");
  request.command_line = true;
  return request;
}

}  // namespace

json mend(const Request& explanation, const std::function<json(const Request&)>& run) {
  json done = json::array();
  std::set<std::string> tried;
  json explained = run(explanation);
  for (auto step = next_step(explained, tried); step; step = next_step(explained, tried)) {
    const json& call = step->first.at("call");
    tried.insert(call.dump());
    json entry{{"kind", step->first.at("kind")}, {"text", step->first.at("text")}, {"identity", step->second}};
    try {
      const auto request = request_of(call);
      const json result = run(request);
      const bool failed = status_of(request.method, result) != Status::done;
      entry["outcome"] = failed ? "failed" : has_outcome(result, "pending") ? "pending" : "done";
      done.push_back(std::move(entry));
    } catch (const Error& error) {
      if (error.kind() == Kind::cancelled) throw;
      entry["outcome"] = "failed";
      entry["error"] = protocol::to_json(error);
      done.push_back(std::move(entry));
      if (ends_all(error)) break;
    }
    explained = run(explanation);
  }
  explained["done"] = std::move(done);
  return explained;
}

}  // namespace host::cli
