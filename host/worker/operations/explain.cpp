// SPDX-License-Identifier: MPL-2.0
#include <host/explanation/explain.hpp>
#include <host/explanation/notes.hpp>
#include <host/protocol/error_json.hpp>
#include <host/selection/find_identity.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/values_json.hpp>

#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <optional>

namespace host::worker {

using nlohmann::json;

namespace {

nssbridge::Verifier verifier_of(const store::Contents& contents) {
  return {contents.certificates, contents.trust, contents.key_ids, {.at = store::now()}};
}

json step_json(const explanation::Step& step) {
  json value{{"kind", step.kind}, {"text", nssbridge::to_valid_utf8(step.text)}, {"needsDecision", step.needs_decision}};
  if (step.command) value["command"] = *step.command;
  if (!step.call.is_null()) value["call"] = step.call;
  return value;
}

json explanation_json(const selection::Identity& identity, const explanation::Explanation& explanation,
                      const profiles::Profile& profile) {
  json steps = json::array();
  for (const auto& remedy : explanation.remedies)
    steps.push_back(step_json(explanation::step_for(remedy, profile, identity.id)));
  return {{"id", identity.id},
          {"name", nssbridge::to_valid_utf8(identity.name)},
          {"email", nssbridge::to_valid_utf8(identity.email)},
          {"canSign", to_json(explanation.can_sign)},
          {"canEncrypt", to_json(explanation.can_encrypt)},
          {"steps", std::move(steps)}};
}

std::vector<selection::Identity> wanted_identities(const session::Session& session, const profiles::Profile& profile) {
  if (!session.params().contains("identity")) return selection::identities_in(profile.path);
  return {selection::find_identity(profile.path, session.params()["identity"].get<std::string>())};
}

bool lacks_root(const explanation::Explanation& explanation) {
  const auto names_it = [](const nssbridge::Reason& reason) {
    return reason.kind == "root-not-trusted" || reason.kind == "chain-incomplete";
  };
  return std::ranges::any_of(explanation.can_sign.reasons, names_it) ||
         std::ranges::any_of(explanation.can_encrypt.reasons, names_it);
}

void settle(const profiles::Profile& profile, const std::vector<profiles::Profile>& neighbours) {
  std::vector<std::filesystem::path> read;
  for (const auto& each : neighbours) read.push_back(each.path);
  read.push_back(profile.path);
  settle_on(read);
}

}  // namespace

json explain_selection(session::Session& session) {
  const auto profile = session.required_profile("profile");
  const auto neighbours = explanation::neighbours_of(profile);
  settle(profile, neighbours);
  const auto identities = wanted_identities(session, profile);
  const auto pending = selection::read_pending(profile.path);
  const auto tokens = wanted_tokens(session, profile);
  json list = json::array(), notes = json::array();
  nssbridge::Library library;
  {
    auto target = explanation::read_store(library, profile);
    add_tokens(target.contents, profile, tokens);
    std::vector<explanation::Unread> unread;
    const auto others = explanation::read_neighbours(library, neighbours, unread);
    const explanation::PolicyRoots policy(profile);
    const auto verifier = verifier_of(target.contents);
    std::optional<store::Contents> later;
    std::optional<nssbridge::Verifier> next_start;
    if (policy.file()) next_start.emplace(verifier_of(later.emplace(policy.after_next_start(target.contents))));
    explanation::Trials trials(target, others, session.administrators_roots());
    bool root_is_lacking = false;
    for (const auto& identity : identities) {
      const auto explained = explanation::explain(identity, {target, verifier, trials, pending, policy, next_start ? &*next_start : nullptr});
      root_is_lacking |= lacks_root(explained);
      list.push_back(explanation_json(identity, explained, profile));
    }
    auto said = explanation::notes_on(target, others, unread);
    if (root_is_lacking) std::ranges::move(explanation::notes_on_roots(policy, profile), std::back_inserter(said));
    for (const auto& note : said) notes.push_back(protocol::to_json(note));
  }
  json result{{"identities", std::move(list)}, {"notes", std::move(notes)}, {"nss", nss_json()}};
  if (tokens) tokens->add_to(result);
  library.close();
  return result;
}

}  // namespace host::worker
