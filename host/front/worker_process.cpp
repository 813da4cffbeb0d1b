// SPDX-License-Identifier: MPL-2.0
#include <host/front/conversation.hpp>
#include <host/front/inner_programs.hpp>
#include <host/front/trusted_path.hpp>
#include <host/front/worker_process.hpp>
#include <host/protocol/strict_json.hpp>
#include <nssbridge/error.hpp>

#include <unistd.h>
#include <system_error>

namespace host::front {

namespace fs = std::filesystem;
using nssbridge::Error;
using nssbridge::Kind;

Workers::Workers(Setup setup, const Cancellation& cancellation)
    : m_setup(std::move(setup)), m_cancellation(cancellation) {}

namespace {

[[noreturn]] void throw_unreadable() {
  throw Error(Kind::internal, "The worker process sent a result that cannot be read. Run the command again.");
}

}  // namespace

nlohmann::json Workers::run(const Request& request, Interaction& interaction) const {
  const std::string text = hold(request, interaction);
  try {
    return protocol::parse_strictly(text);
  } catch (const Error&) {
    throw_unreadable();
  }
}

/// It parses hostile files: nothing that it says may break out of the message that it becomes part of.
std::string Workers::run_text(const Request& request, Interaction& interaction) const {
  std::string text = hold(request, interaction);
  if (!protocol::is_json(text)) throw_unreadable();
  return text;
}

std::string Workers::hold(const Request& request, Interaction& interaction) const {
  AnsweredPasswords passwords;
  for (const NssFolder& folder : m_setup.nss_folders) {
    Conversation conversation(*this, folder, interaction, passwords, Conversation::Part::request);
    if (auto result = conversation.hold(request)) return std::move(*result);
  }
  throw Error(Kind::nss_failure, "No usable NSS library was found on this system.")
      .with_fix(
          {"Install NSS, or name the folder of a Firefox or Thunderbird in \"nssFolders\" of certferry.json.",
           "apt install libnss3"});
}

std::optional<fs::path> worker_beside(const fs::path& program) {
  const fs::path folder = program.parent_path();
  for (const fs::path& worker :
       {folder / "certferry-worker", (folder / CERTFERRY_INNER_PROGRAMS / "certferry-worker").lexically_normal()}) {
    std::error_code failed;
    if (!program.empty() && fs::is_regular_file(worker, failed)) return worker;
  }
  return std::nullopt;
}

fs::path find_worker_program() {
  if (auto worker = worker_beside(real_path("/proc/self/exe"))) return std::move(*worker);
  throw Error(Kind::internal, "The program certferry-worker is missing. Install Certferry again.");
}

fs::path find_worker_program_in(const std::optional<fs::path>& folder) {
  for (const fs::path& place : folder ? std::vector{*folder} : installed_inner_programs()) {
    const fs::path worker = real_path(place / "certferry-worker");
    std::error_code failed;
    if (worker.empty() || !fs::is_regular_file(worker, failed)) continue;
    if (!is_changed_by_none_but(worker, ::geteuid()))
      throw Error(Kind::permission_denied,
                  "The program certferry-worker on this computer, or a folder above it, can be changed by others than root and the user that "
                  "runs this, so it was not started.")
          .with_fix({"Put it where only root can write; chmod go-w takes that right away from others.", std::nullopt});
    return worker;
  }
  throw Error(Kind::internal, "The program certferry-worker is missing on this computer, so nothing was looked at. Install Certferry on it.");
}

}  // namespace host::front
