// SPDX-License-Identifier: MPL-2.0
#include <host/selection/find_identity.hpp>
#include <host/selection/pending.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/values_json.hpp>

#include <nlohmann/json.hpp>

namespace host::worker {

using nlohmann::json;

json list_identities(session::Session& session) {
  const auto profile = session.required_profile("profile");
  if (auto answer = answered_by_older_nss(session, profile)) return *answer;
  settle_on({profile.path});
  const auto identities = selection::identities_in(profile.path);
  const auto kept = selection::read_kept(profile.path);
  json list = json::array(), nss;
  with_listed_contents(session, profile, [&](const store::Contents& contents, const nssbridge::Verifier& verifier) {
    nss = nss_json();
    for (const auto& identity : identities) list.push_back(to_json(identity, contents, verifier, kept));
  });
  return {{"identities", std::move(list)}, {"nss", std::move(nss)}};
}

}  // namespace host::worker
