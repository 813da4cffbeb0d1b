// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/error_json.hpp>
#include <host/protocol/path_text.hpp>
#include <host/session/described.hpp>
#include <host/session/refusal.hpp>
#include <host/session/session.hpp>

namespace host::session {

using nlohmann::json;

namespace {

constexpr RefusalWords no_token_password{
    .needed = "The PIN of the token is needed",
    .given = nullptr,
    .no_line = "",
    .wrong = "That is not the PIN of the token.",
    .nothing = "Nothing was changed.",
};

}  // namespace

Session::ModuleAnswer Session::ask_module(const profiles::Profile& profile, const std::string& library) {
  const auto frame = ask({{"ask", "module"}, {"profile", describe(profile)}, {"folder", protocol::path_to_text(profile.path)}, {"library", library}});
  auto answer = json::parse(frame.text);
  if (answer.contains("error")) throw protocol::error_from_json(answer["error"]);
  const auto word = answer.value("answer", "failed");
  if (word == "cancelled") throw_refusal(answer, no_token_password);
  if (word != "yes") return {word, json::array()};
  return {"read", std::move(answer.at("result").at("tokens"))};
}

nssbridge::Secret Session::ask_pin(const std::string& token) {
  auto frame = ask({{"ask", "pin"}, {"token", nssbridge::to_valid_utf8(token)}});
  if (frame.type == channel::Type::secret) return std::move(frame.secret);
  throw_refusal(json::parse(frame.text), no_token_password);
}

}  // namespace host::session
