// SPDX-License-Identifier: MPL-2.0
#include <host/channel/channel.hpp>
#include <host/confinement/limits.hpp>
#include <host/migration/proof.hpp>
#include <host/protocol/error_json.hpp>
#include <host/session/session.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/module.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/waiter.hpp>

#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace {

using host::session::Session;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

/// Where the front left our end of the conversation.
constexpr int conversation_descriptor = 3;

/// Long lists come as text, without ever being a tree of values.
using Handler = std::variant<json (*)(Session&), host::protocol::JsonText (*)(Session&)>;

Handler handler_of(std::string_view method) {
  static const std::map<std::string_view, Handler> handlers{
      {"profiles.list", host::worker::list_profiles},
      {"certificates.list", host::worker::list_certificates},
      {"identities.list", host::worker::list_identities},
      {"migration.plan", host::worker::plan_migration},
      {"migration.run", host::worker::run_migration},
      {"pkcs12.import", host::worker::import_key_file},
      {"selection.set", host::worker::set_selection},
      {"selection.explain", host::worker::explain_selection},
      {"messages.verify", host::worker::verify_message},
      {"recipients.learn", host::worker::learn_recipients},
      {"recipients.check", host::worker::check_recipients},
      {"selection.pending", host::worker::list_pending},
      {"selection.applied", host::worker::report_applied},
      {"pkcs12.export", host::worker::export_key_file},
      {"backups.list", host::worker::list_backups},
      {"backups.restore", host::worker::restore_backup},
      // Not in the operations table: only the front's own `doctor.run` asks for it.
      {"doctor.profiles", host::worker::examine_profiles},
      // Not in the operations table: only the front's own audit asks for them.
      {"audit.targets", host::worker::find_audit_targets},
      {"audit.profile", host::worker::audit_profile},
      // Not in the operations table: only `certferry uninstall` asks for it.
      {"remains.list", host::worker::list_remains},
      {"certificates.share", host::worker::share_certificate},
      // Not in the operations table: only another worker asks for it.
      {"proof.run", host::migration::prove_for_other_worker},
  };
  auto found = handlers.find(method);
  if (found == handlers.end()) throw Error(Kind::unknown_method, "There is no such method.");
  return found->second;
}

/// The dynamic linker has read it; nothing that this process starts shall inherit it (rule L3).
std::string take_library_folder() {
  const char* folder = std::getenv("LD_LIBRARY_PATH");
  std::string taken = folder != nullptr ? folder : "";
  ::unsetenv("LD_LIBRARY_PATH");
  return taken;
}

/// The front starts the waiter and waits for this process: what goes on is nobody's child, and can take no terminal.
void go_on_alone() {
  const pid_t child = ::fork();
  if (child < 0) ::_exit(3);
  if (child > 0) ::_exit(0);
}

/// exec made the process dumpable again (rule L2).
void keep_secrets_out_of_core_files() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

/// "1000:1000". Before anything of that user's is opened.
void become_user(std::string_view numbers) {
  uid_t user = 0;
  gid_t group = 0;
  const char* end = numbers.data() + numbers.size();
  const auto first = std::from_chars(numbers.data(), end, user);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ':') throw std::invalid_argument("user");
  const auto second = std::from_chars(first.ptr + 1, end, group);
  if (second.ec != std::errc() || second.ptr != end) throw std::invalid_argument("group");
  host::worker::become(user, group);
}

template <typename Handler>
void finish(Session& session, const Handler& handler) {
  host::worker::confine_to(session);
  auto result = handler(session);
  if (host::worker::was_too_costly()) throw host::confinement::too_costly();
  session.finish(std::move(result));
}

/// Runs `answer` for the request that comes; it finishes the session, or throws.
template <typename Answer>
int serve_one_request(const Answer& answer) {
  host::channel::Channel channel(conversation_descriptor);
  const auto frame = channel.receive();
  if (!frame || frame->type != host::channel::Type::request) return 3;
  json request = json::parse(frame->text);
  const bool of_this_version = request.value("front", CERTFERRY_VERSION) == CERTFERRY_VERSION;
  Session session(std::move(channel), std::move(request));
  const auto fail = [&session](const Error& error) {
    session.fail(host::protocol::to_json(host::worker::was_too_costly() ? host::confinement::too_costly() : error));
  };
  try {
    if (!of_this_version)
      throw Error(Kind::version_mismatch, "The program certferry-worker here is of another version of Certferry than the program that started it, "
                                          "so nothing was done. Install both from the same version.");
    answer(session);
  } catch (const Error& error) {
    fail(error);
  } catch (const std::exception&) {
    fail({Kind::internal, "Something failed inside Certferry that should not. Please report it with the command you ran."});
  }
  return 0;
}

void answer_confined(Session& session) {
  std::visit([&](auto* handler) { finish(session, handler); }, handler_of(session.method()));
}

/// Code of others is loaded here: it gets no other work, and no setuid program can help it to more.
void answer_of_module(Session& session) {
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (session.method() != "tokens.read") throw Error(Kind::unknown_method, "There is no such method.");
  session.finish(host::worker::read_tokens(session));
}

}  // namespace

int main(int argc, char** argv) {
  const auto library_folder = take_library_folder();
  keep_secrets_out_of_core_files();
  ::umask(077);
  std::signal(SIGPIPE, SIG_IGN);
  try {
    if (argc == 3 && std::string_view(argv[1]) == "--wait-for") {
      go_on_alone();
      host::worker::forbid_ways_out();
      host::worker::confine_waiter_to(argv[2], library_folder);
      return host::worker::wait_and_apply(argv[2]);
    }
    if (argc == 2 && std::string_view(argv[1]) == "--module") return serve_one_request(answer_of_module);
    const bool as_user = argc == 3 && std::string_view(argv[1]) == "--as";
    if (argc == 1 || as_user) {
      if (as_user) become_user(argv[2]);
      host::worker::forbid_ways_out();
      return serve_one_request(answer_confined);
    }
  } catch (const std::exception&) {
    return 3;
  }
  std::fputs("certferry-worker is started by certferry; it does nothing by itself.\n", stderr);
  return 2;
}
