// SPDX-License-Identifier: MPL-2.0
#include <host/front/asked_profile.hpp>
#include <host/front/conversation.hpp>
#include <host/front/module_file.hpp>
#include <host/protocol/error_json.hpp>
#include <host/protocol/path_text.hpp>
#include <host/protocol/strict_json.hpp>
#include <nssbridge/error.hpp>

#include <sys/stat.h>
#include <unistd.h>

/// Tokens: a worker that reads a profile finds modules named there, and another one, which does nothing else, loads each.
namespace host::front {
namespace {

using channel::Type;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using protocol::text_member;

/// As whom the module's worker will run: as root it becomes the owner of the profile.
uid_t user_of(const json& question) {
  const auto profile = protocol::path_from_text(text_member(question, "folder")).value_or("");
  struct stat info {};
  const bool is_known = ::geteuid() == 0 && profile.is_absolute() && ::stat(profile.c_str(), &info) == 0;
  return is_known ? info.st_uid : ::geteuid();
}

/// Rule C1: a library runs as the person, so over JSON it is shown first.
void require_yes(ConsentAnswer answer) {
  switch (answer) {
    case ConsentAnswer::yes:
      return;
    case ConsentAnswer::no:
      throw Error(Kind::consent_refused, "The person did not allow the library for the tokens to be loaded. Nothing was read or changed.");
    case ConsentAnswer::unavailable:
      throw Error(Kind::no_ui, "The person has to be asked before a library for tokens is loaded, and there is no dialog that could ask. "
                               "Nothing was read or changed.")
          .with_fix({"Use the command line, or install a dialog program such as pinentry-gtk2.", std::nullopt});
    case ConsentAnswer::cancelled:
      throw Error(Kind::cancelled, "Cancelled. Nothing was read or changed.");
  }
}

}  // namespace

void Conversation::answer_pin(const json& question) {
  auto given = m_interaction.pin({m_request->module->profile, text_member(question, "token"), m_request->module->file});
  if (const auto* refusal = std::get_if<Refusal>(&given))
    return m_channel.send(Type::answer, {{"answer", "no"}, {"kind", name_of(*refusal)}});
  m_channel.send_secret(std::get<nssbridge::Secret>(given));
}

json Conversation::read_module(const json& question) const {
  try {
    const auto file = loadable_module(text_member(question, "library"), m_request->module_paths, user_of(question));
    if (!file) return {{"answer", "missing"}};
    if (!m_request->command_line)
      require_yes(m_interaction.consent({.what = "load-module", .profile = asked_profile(question), .other = {}, .file = file->string()}));
    return run_module_worker(question, file->string());
  } catch (const Error& error) {
    return {{"answer", "no"}, {"error", protocol::to_json(error)}};
  }
}

json Conversation::run_module_worker(const json& question, const std::string& file) const {
  Request request{.method = "tokens.read", .command_line = m_request->command_line};
  request.params = {{"library", file}, {"folder", text_member(question, "folder")}};
  request.module = ModuleToLoad{asked_profile(question), file};
  try {
    AnsweredPasswords none;
    Conversation reading(m_workers, m_folder, m_interaction, none, Part::module);
    if (auto result = reading.hold(request)) return {{"answer", "yes"}, {"result", protocol::parse_strictly(*result)}};
  } catch (const Error& error) {
    // Code of others may fail, or end its process, in any way.
    if (error.kind() != Kind::nss_failure && error.kind() != Kind::internal) throw;
  }
  return {{"answer", "failed"}};
}

}  // namespace host::front
