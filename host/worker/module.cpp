// SPDX-License-Identifier: MPL-2.0
#include <host/worker/module.hpp>

#include <host/protocol/path_text.hpp>
#include <host/worker/opened.hpp>

#include <nssbridge/library.hpp>
#include <nssbridge/module.hpp>

#include <nlohmann/json.hpp>

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace host::worker {

using nlohmann::json;

namespace {

/// Modules look there for their settings.
void take_home_of_owner() {
  const passwd* owner = ::getpwuid(::geteuid());
  if (owner != nullptr) ::setenv("HOME", owner->pw_dir, 1);
}

void become_owner(const json& params) {
  const auto before = ::geteuid();
  become_owner_of(protocol::path_from_text(params.at("folder").get<std::string>()).value_or(""));
  if (::geteuid() != before) take_home_of_owner();
}

json token_json(const nssbridge::TokenContents& token) {
  json certificates = json::array();
  for (const auto& each : token.certificates)
    certificates.push_back({{"der", nssbridge::to_base64(each.der)}, {"nickname", nssbridge::to_valid_utf8(each.nickname)}, {"hasKey", each.has_key}});
  return {{"label", nssbridge::to_valid_utf8(token.label)}, {"whole", token.whole}, {"certificates", std::move(certificates)}};
}

}  // namespace

json read_tokens(session::Session& session) {
  become_owner(session.params());
  nssbridge::Library library;
  json tokens = json::array();
  {
    const nssbridge::Module module(session.params().at("library").get<std::string>());
    const auto shown = module.read([&](const std::string& label) { return session.ask_pin(label); });
    for (const auto& token : shown) tokens.push_back(token_json(token));
  }
  library.close();
  return {{"tokens", std::move(tokens)}};
}

}  // namespace host::worker
