// SPDX-License-Identifier: MPL-2.0
#include <host/selection/find_identity.hpp>

#include <nssbridge/error.hpp>
#include <nssbridge/verdict.hpp>

#include <algorithm>

namespace host::selection {

using nssbridge::Error;
using nssbridge::Kind;

std::vector<Identity> identities_in(const std::filesystem::path& profile) {
  return read_identities(prefs::PrefsFile::parse(prefs::read_file(profile / "prefs.js")));
}

Identity find_identity(const std::filesystem::path& profile, const std::string& id_or_address) {
  const auto all = identities_in(profile);
  auto by_id = std::ranges::find(all, id_or_address, &Identity::id);
  if (by_id != all.end()) return *by_id;
  std::vector<Identity> found;
  std::ranges::copy_if(all, std::back_inserter(found), [&](const Identity& identity) {
    return nssbridge::same_address(identity.email, id_or_address);
  });
  if (found.size() == 1) return found.front();
  if (found.empty())
    throw Error(Kind::identity_not_found, "The profile has no such identity. `certferry identities` lists them.");
  std::vector<std::string> ids;
  for (const auto& identity : found) ids.push_back(identity.id);
  throw Error(Kind::ambiguous, "Several identities have this address. Name one by its key.").with_candidates(std::move(ids));
}

}  // namespace host::selection
