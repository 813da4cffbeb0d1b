// SPDX-License-Identifier: MPL-2.0
#include <host/worker/wishes.hpp>

#include <nlohmann/json.hpp>

namespace host::worker {

migration::Wishes wishes_of(const session::Session& session) {
  const auto& params = session.params();
  migration::Wishes wishes;
  for (const auto& text : params.value("trustRoots", std::vector<std::string>{}))
    if (auto fingerprint = nssbridge::Fingerprint::parse(text)) wishes.trust_roots.insert(*fingerprint);
  wishes.administrators_roots = session.administrators_roots();
  wishes.trust_is_given = session.from_command_line();
  wishes.select = params.value("select", true);
  if (params.contains("signByDefault")) wishes.sign_by_default = params["signByDefault"].get<bool>();
  return wishes;
}

}  // namespace host::worker
