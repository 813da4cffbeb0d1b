// SPDX-License-Identifier: MPL-2.0
#include <host/session/session.hpp>

#include <host/confinement/limits.hpp>
#include <host/protocol/error_json.hpp>
#include <host/protocol/operations.hpp>
#include <host/protocol/path_text.hpp>
#include <host/session/described.hpp>
#include <host/session/refusal.hpp>
#include <nssbridge/error.hpp>

namespace host::session {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Fix;
using nssbridge::Kind;

namespace {

constexpr RefusalWords no_primary_password{
    .needed = "A primary password is needed",
    .given = "through a file descriptor",
    .no_line = "",
    .wrong = "That is not the primary password of this profile. Nothing was changed; try again.",
    .nothing = "Nothing was changed.",
};

}  // namespace

Session::Session(channel::Channel channel, json request)
    : m_channel(std::move(channel)),
      m_method(request.at("method").get<std::string>()),
      m_params(request.value("params", json::object())),
      m_profile_paths(request.value("profilePaths", json::object())),
      m_nss_folders(request.value("nssFolders", json::object())),
      m_prefixes(request.value("certificatePrefixes", std::vector<std::string>{})),
      m_module_paths(request.value("modulePaths", std::vector<std::string>{})),
      m_command_line(request.value("commandLine", false)) {
  m_nss_folder = request.value("nss", json::object()).value("folder", "system");
  if (m_nss_folder == "system") m_nss_folder.clear();
  m_empty_password_allowed = request.value("emptyPasswordAllowed", false);
  m_has_given_files = request.value("givenFiles", false);
  m_file_password_known = request.value("filePasswordKnown", false);
  for (const auto& text : request.value("trustedRoots", std::vector<std::string>{}))
    if (const auto root = nssbridge::Fingerprint::parse(text)) m_administrators_roots.insert(*root);
  if (request.contains("callerProcess")) m_caller_process = request["callerProcess"].get<int>();
}

std::optional<Session::ApplicationNss> Session::nss_of(profiles::Application application) const {
  const std::string name(profiles::name_of(application));
  if (!m_nss_folders.contains(name)) return std::nullopt;
  const auto& entry = m_nss_folders[name];
  return ApplicationNss{entry.at("folder").get<std::string>(), entry.at("version").get<std::string>()};
}

std::optional<std::string> Session::name_of_profile(const std::string& name) const {
  if (m_command_line && m_profile_paths.contains(name)) return m_profile_paths[name].get<std::string>();
  if (m_params.contains(name)) return m_params[name].get<std::string>();
  return std::nullopt;
}

std::optional<std::string> Session::path_of_profile(const std::string& name) const {
  const bool allowed = m_command_line || protocol::find_operation(m_method) == nullptr;
  return allowed ? name_of_profile(name) : std::nullopt;
}

std::optional<profiles::Profile> Session::profile(const std::string& name) const {
  if (const auto text = name_of_profile(name)) return profiles::find(*text, m_command_line);
  return std::nullopt;
}

profiles::Profile Session::required_profile(const std::string& name) const {
  auto found = profile(name);
  if (!found) throw Error(Kind::invalid_request, "This needs a profile. `certferry profiles` lists them.");
  return *found;
}

void Session::progress(const std::string& stage, std::size_t done, std::size_t total) {
  m_channel.send(channel::Type::progress, {{"stage", stage}, {"done", done}, {"total", total}});
}

channel::Frame Session::ask(const json& question) {
  m_channel.send(channel::Type::question, question);
  const confinement::UncountedTime waiting;
  auto frame = m_channel.receive();
  if (!frame) throw Error(Kind::cancelled, "Cancelled. Nothing more was changed.");
  return std::move(*frame);
}

nssbridge::Secret Session::ask_password(const profiles::Profile& profile, const std::string& role, int attempt,
                                        const profiles::Profile* keys_go_to) {
  json question{{"ask", "password"}, {"profile", describe(profile)}, {"role", role}, {"attempt", attempt}};
  if (keys_go_to != nullptr) question["keysGoTo"] = describe(*keys_go_to);
  auto frame = ask(question);
  if (frame.type == channel::Type::secret) return std::move(frame.secret);
  throw_refusal(json::parse(frame.text), no_primary_password);
}

Session::Consent Session::ask_yes_or_no(const json& question) {
  const auto answer = json::parse(ask(question).text).value("answer", "unavailable");
  if (answer == "cancelled") throw Error(Kind::cancelled, "Cancelled. Nothing was changed.");
  return answer == "yes" ? Consent::yes : answer == "no" ? Consent::no : Consent::unavailable;
}

Session::Consent Session::ask_trust(const profiles::Profile& profile, const nssbridge::Certificate& root) {
  return ask_yes_or_no({{"ask", "trust-root"},
                        {"profile", describe(profile)},
                        {"fingerprint", root.fingerprint.hex()},
                        {"subject", root.subject}});
}

Session::Consent Session::ask_change(const profiles::Profile& profile, const std::string& address, const nssbridge::Certificate& used,
                                     const nssbridge::Certificate& offered) {
  return ask_yes_or_no({{"ask", "consent"},
                        {"what", "correspondent-change"},
                        {"profile", describe(profile)},
                        {"subject", nssbridge::to_valid_utf8(address)},
                        {"used", used.fingerprint.hex()},
                        {"fingerprint", offered.fingerprint.hex()}});
}

Session::Consent Session::ask_restore(const profiles::Profile& profile, const json& state, const nssbridge::Certificate* root) {
  json question{{"ask", "consent"}, {"what", "restore"}, {"profile", describe(profile)}, {"state", state}};
  if (root != nullptr) {
    question["fingerprint"] = root->fingerprint.hex();
    question["subject"] = nssbridge::to_valid_utf8(root->subject);
  }
  return ask_yes_or_no(question);
}

void Session::require_consent_to_unprotected_copy(const profiles::Profile& from, const profiles::Profile& to) {
  if (m_command_line) return;
  const auto frame = ask({{"ask", "consent"}, {"what", "unprotected-copy"}, {"profile", describe(to)}, {"other", describe(from)}});
  const auto answer = json::parse(frame.text).value("answer", "unavailable");
  if (answer == "yes") return;
  if (answer == "cancelled") throw Error(Kind::cancelled, "Cancelled. Nothing was changed.");
  const Fix protect{"Set a primary password in the profile that the keys go to, then try again.", std::nullopt};
  if (answer == "no")
    throw Error(Kind::consent_refused, "The keys have a primary password where they are and would have none where they go. "
                                       "That was refused, so nothing was changed.").with_fix(protect);
  throw Error(Kind::no_ui, "The keys have a primary password where they are and would have none where they go. Nobody "
                           "could be asked whether that is wanted, so nothing was changed.").with_fix(protect);
}

void Session::require_consent_to_select(const profiles::Profile& profile, const std::string& address,
                                        const nssbridge::Certificate& certificate) {
  if (m_command_line) return;
  const auto answer = ask_yes_or_no({{"ask", "consent"},
                                     {"what", "select-without-address"},
                                     {"profile", describe(profile)},
                                     {"fingerprint", certificate.fingerprint.hex()},
                                     {"subject", nssbridge::to_valid_utf8(address)}});
  if (answer == Consent::yes) return;
  if (answer == Consent::no)
    throw Error(Kind::consent_refused, "The certificate does not carry the address of this identity, and the person did not allow it. "
                                       "Nothing was changed.");
  throw Error(Kind::no_ui, "The certificate does not carry the address of this identity. Nobody could be asked whether it is wanted "
                           "there, so nothing was changed.")
      .with_fix({"Select it with `certferry select`, or install a dialog program such as pinentry-gtk2.", std::nullopt});
}

std::optional<json> Session::ask_worker(const std::string& folder, const std::string& method, const json& params) {
  auto frame = ask({{"ask", "worker"}, {"folder", folder}, {"method", method}, {"params", params}});
  auto answer = json::parse(frame.text);
  if (answer.value("answer", "no") == "yes") return answer.at("result");
  if (answer.contains("error")) throw protocol::error_from_json(answer["error"]);
  return std::nullopt;
}

void Session::start_waiter(const std::filesystem::path& profile) {
  const auto frame = ask({{"ask", "waiter"}, {"folder", protocol::path_to_text(profile)}});
  if (json::parse(frame.text).value("answer", "no") != "yes")
    throw Error(Kind::io_failure, "The selection is kept, but no process could be started that applies it later. Close "
                                  "Thunderbird and run the command again.");
}

void Session::finish(const json& result) { m_channel.send(channel::Type::result, result); }

void Session::finish(protocol::JsonText result) { m_channel.send_text(channel::Type::result, result.take()); }

void Session::fail(const json& error) { m_channel.send(channel::Type::error, error); }

}  // namespace host::session
