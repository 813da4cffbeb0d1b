// SPDX-License-Identifier: MPL-2.0
#include <host/confinement/limits.hpp>
#include <host/front/asked_profile.hpp>
#include <host/front/asked_state.hpp>
#include <host/front/child_environment.hpp>
#include <host/front/conversation.hpp>
#include <host/front/waiter_process.hpp>
#include <host/protocol/error_json.hpp>
#include <host/protocol/members.hpp>
#include <host/protocol/operations.hpp>
#include <host/protocol/path_text.hpp>
#include <host/protocol/strict_json.hpp>
#include <host/text/printable.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

#include <sys/socket.h>
#include <sys/time.h>
#include <algorithm>
#include <cstdio>

namespace host::front {
namespace {

using channel::Frame;
using channel::Type;
using nlohmann::json;
using protocol::number_member;
using protocol::text_member;
using nssbridge::Error;
using nssbridge::Kind;

/// The status of a program whose libraries the loader could not bring together.
constexpr int not_loaded = 127;
constexpr std::chrono::seconds patience_at_end{3};
/// What one worker may want of another, besides what it was asked itself.
constexpr std::string_view only_between_workers = "proof.run";
/// A worker that stops in the middle of a message is broken: nothing makes it wait there.
constexpr timeval longest_pause{20, 0};

/// What a worker says is read like anything from outside: it parses hostile files.
json read_message(const Frame& frame) {
  try {
    json message = protocol::parse_strictly(frame.text);
    if (message.is_object()) return message;
  } catch (const Error&) {
  }
  throw Error(Kind::internal,
              "The worker process sent a message that cannot be read. Run the command again.");
}

int open_socket(ChildProcess& process) {
  const int socket = process.take_socket();
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &longest_pause, sizeof longest_pause);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &longest_pause, sizeof longest_pause);
  return socket;
}

std::vector<std::string> arguments_for(const Workers::Setup& setup, Conversation::Part part) {
  // Never both: an audit of every user's profiles loads no module.
  if (part == Conversation::Part::module) return {"--module"};
  if (!setup.as_user) return {};
  return {"--as", std::to_string(setup.as_user->user) + ":" + std::to_string(setup.as_user->group)};
}

std::vector<std::string> environment_for(const Workers::Setup& setup, const NssFolder& folder) {
  return setup.as_user ? worker_environment_of(*setup.as_user, setup.environment, folder.search_path())
                       : worker_environment(setup.environment, folder.search_path());
}

/// What the worker wrote to its standard error, line by line and harmless for a terminal.
void pass_on_errors(const std::string& output) {
  std::string_view rest = output;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::fprintf(stderr, "%s\n", text::printable(rest.substr(0, end)).c_str());
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace

Conversation::Conversation(const Workers& workers, const NssFolder& folder, Interaction& interaction,
                           AnsweredPasswords& passwords, Part part)
    : m_workers(workers),
      m_folder(folder),
      m_interaction(interaction),
      m_passwords(passwords),
      m_part(part),
      m_process(workers.setup().program, arguments_for(workers.setup(), part), environment_for(workers.setup(), folder)),
      m_channel(open_socket(m_process)) {}

std::optional<std::string> Conversation::hold(const Request& request) {
  m_request = &request;
  try {
    m_channel.send(Type::request, request_json(request));
  } catch (const Error&) {
    // A worker whose libraries do not fit is gone before it reads; its exit status tells, below.
  }
  for (;;) {
    auto frame = next_frame();
    if (!frame || frame->type == Type::result || frame->type == Type::error) return end(std::move(frame));
    if (frame->type == Type::question) {
      answer(read_message(*frame));
    } else if (frame->type == Type::progress) {
      const json message = read_message(*frame);
      m_interaction.progress(text_member(message, "stage"), number_member(message, "done"),
                             number_member(message, "total"));
    } else {
      throw Error(Kind::internal, "The worker process sent a message out of turn. Run the command again.");
    }
  }
}

/// The next message. After a cancellation the worker may still hand over a result that it had already
/// reached.
std::optional<Frame> Conversation::next_frame() {
  const auto& cancellation = m_workers.cancellation();
  if (!m_cancelled && !cancellation.wait_readable(m_channel.descriptor(), m_workers.setup().longest_silence)) {
    m_silent = !cancellation.requested();
    cancel();
  }
  if (!m_cancelled) return m_channel.receive();
  try {
    return m_channel.receive();
  } catch (const Error&) {
    return std::nullopt;
  }
}

void Conversation::cancel() {
  m_cancelled = true;
  const timeval left{patience_at_end.count(), 0};
  ::setsockopt(m_channel.descriptor(), SOL_SOCKET, SO_RCVTIMEO, &left, sizeof left);
  m_process.terminate();
}

std::optional<std::string> Conversation::end(std::optional<Frame> last) {
  const int status = m_process.wait(last || m_cancelled ? patience_at_end : std::chrono::seconds(1));
  if (!last && status == not_loaded) return std::nullopt;
  if (m_workers.setup().pass_on_errors) pass_on_errors(m_process.error_output());
  if (last && last->type == Type::result) return std::move(last->text);
  if (last) {
    const json error = read_message(*last);
    if (text_member(error, "library") == "unusable") return std::nullopt;
    throw protocol::error_from_json(error);
  }
  if (m_silent) throw confinement::too_costly();
  if (m_cancelled) throw Error(Kind::cancelled, "Cancelled.");
  if (confinement::ended_by_limit(status)) throw confinement::too_costly();
  throw Error(
      Kind::internal,
      "The worker process ended unexpectedly. Run the command again; what it had begun is finished then.");
}

void Conversation::answer(const json& question) {
  const std::string ask = text_member(question, "ask");
  if (m_cancelled)
    m_channel.send(Type::answer, {{"answer", "cancelled"}, {"kind", "cancelled"}});
  else if (m_part == Part::module && ask == "pin")
    answer_pin(question);
  else if (m_part != Part::module && ask == "password")
    answer_password(question);
  else if (m_part != Part::module && ask == "trust-root")
    answer_trust(question);
  else if (m_part != Part::module && ask == "consent")
    answer_consent(question);
  else
    answer_of_request(ask, question);
}

/// What only the worker may ask that the request was given to.
void Conversation::answer_of_request(const std::string& ask, const json& question) {
  if (m_part == Part::request && ask == "new-password")
    answer_new_password(question);
  else if (m_part == Part::request && ask == "store")
    answer_store(question);
  else if (m_part == Part::request && ask == "octets")
    answer_octets();
  else if (m_part == Part::request && ask == "worker")
    m_channel.send(Type::answer, run_other_worker(question));
  else if (m_part == Part::request && ask == "module")
    m_channel.send(Type::answer, read_module(question));
  else if (m_part == Part::request && ask == "waiter")
    m_channel.send(Type::answer, {{"answer", start_waiter(question) ? "yes" : "no"}});
  else
    throw Error(Kind::internal, "The worker process asked something unknown. Install Certferry again.");
}

void Conversation::answer_password(const json& question) {
  PasswordQuestion asked{asked_profile(question), text_member(question, "role"),
                         static_cast<int>(std::min<std::size_t>(number_member(question, "attempt"), 1000))};
  if (question.contains("keysGoTo")) asked.keys_go_to = asked_profile(question, "keysGoTo");
  const bool of_file = asked.role == "file";
  if (of_file) asked.file = AskedFile{text_member(question, "file"), m_request->file_name};
  if (m_part == Part::nested) {
    if (const auto known = m_passwords.suggest(asked.profile.id, asked.attempt))
      return m_channel.send_secret(*known);
    asked.attempt -= m_passwords.size();
  }
  auto given = m_interaction.password(asked);
  if (const auto* refusal = std::get_if<Refusal>(&given))
    return m_channel.send(Type::answer, {{"answer", "no"}, {"kind", name_of(*refusal)}});
  const auto& secret = std::get<nssbridge::Secret>(given);
  if (m_part == Part::request && !of_file) m_passwords.keep(asked.profile.id, secret);
  m_channel.send_secret(secret);
}

void Conversation::answer_new_password(const json& question) {
  const std::string file = m_request->key_file != nullptr ? m_request->key_file->name() : std::string();
  auto given = m_interaction.new_password(
      {asked_profile(question), number_member(question, "keys"), file, m_request->empty_password_allowed});
  if (const auto* refusal = std::get_if<Refusal>(&given))
    return m_channel.send(Type::answer, {{"answer", "no"}, {"kind", name_of(*refusal)}});
  m_channel.send_secret(std::get<nssbridge::Secret>(given));
}

void Conversation::answer_trust(const json& question) {
  const auto fingerprint = nssbridge::Fingerprint::parse(text_member(question, "fingerprint"));
  if (!fingerprint)
    throw Error(Kind::internal, "The worker process asked for trust in nothing. Run the command again.");
  const TrustQuestion asked{asked_profile(question), fingerprint->hex(), text_member(question, "subject")};
  m_channel.send(Type::answer, {{"answer", name_of(m_interaction.trust_root(asked))}});
}

void Conversation::answer_consent(const json& question) {
  const ConsentQuestion asked{text_member(question, "what"),        asked_profile(question),
                              asked_profile(question, "other"),    text_member(question, "fingerprint"),
                              text_member(question, "subject"),     number_member(question, "more"),
                              {},                                   text_member(question, "used"),
                              asked_state(question)};
  m_channel.send(Type::answer, {{"answer", name_of(m_interaction.consent(asked))}});
}

/// A worker can start no program itself. The waiter looks at the folder as mistrustfully as the worker did,
/// and can change nothing outside it.
bool Conversation::start_waiter(const json& question) const {
  const auto* operation = protocol::find_operation(m_request->method);
  const auto profile = protocol::path_from_text(text_member(question, "folder"));
  if (operation == nullptr || !operation->writes || !profile) return false;
  return profile->is_absolute() &&
         host::front::start_waiter(m_workers.setup().program, *profile,
                                   worker_environment(m_workers.setup().environment, m_folder.search_path()));
}

/// A worker may only choose among the folders that we found; it cannot name one.
json Conversation::run_other_worker(const json& question) const {
  const auto& folders = m_workers.setup().nss_folders;
  const std::string wanted = text_member(question, "folder");
  const auto found = std::find_if(folders.begin(), folders.end(),
                                  [&wanted](const NssFolder& folder) { return folder.name() == wanted; });
  if (found == folders.end()) return {{"answer", "no"}};
  Request request = *m_request;
  request.method = text_member(question, "method");
  if (request.method != only_between_workers && request.method != m_request->method)
    return {{"answer", "no"}};
  request.params = question.value("params", json::object());
  try {
    Conversation other(m_workers, *found, m_interaction, m_passwords, Part::nested);
    auto result = other.hold(request);
    if (!result) return {{"answer", "no"}};
    return {{"answer", "yes"}, {"result", protocol::parse_strictly(*result)}};
  } catch (const Error& error) {
    return {{"answer", "no"}, {"error", protocol::to_json(error)}};
  }
}

json Conversation::request_json(const Request& request) const {
  json folders = json::object();
  for (const NssFolder& folder : m_workers.setup().nss_folders) {
    const std::string origin(name_of(folder.origin));
    if (!folders.contains(origin))
      folders[origin] = {{"folder", folder.name()}, {"version", folder.version_text}};
  }
  json message{{"front", CERTFERRY_VERSION},
               {"method", request.method},
               {"params", request.params},
               {"commandLine", request.command_line},
               {"profilePaths", request.profile_paths},
               {"certificatePrefixes", request.certificate_prefixes},
               {"interactive", request.interactive},
               {"nss", {{"folder", m_folder.name()}, {"origin", name_of(m_folder.origin)}, {"version", m_folder.version_text}}},
               {"nssFolders", std::move(folders)}};
  if (request.empty_password_allowed) message["emptyPasswordAllowed"] = true;
  if (request.given_files) message["givenFiles"] = true;
  if (request.file_password_known) message["filePasswordKnown"] = true;
  if (!request.module_paths.empty()) message["modulePaths"] = request.module_paths;
  if (request.caller_process) message["callerProcess"] = *request.caller_process;
  for (const auto& root : m_workers.setup().trusted_roots) message["trustedRoots"].push_back(root.hex());
  return message;
}

}  // namespace host::front
