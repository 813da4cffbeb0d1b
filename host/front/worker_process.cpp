// SPDX-License-Identifier: MPL-2.0
#include <host/front/conversation.hpp>
#include <host/front/trusted_path.hpp>
#include <host/front/worker_process.hpp>
#include <nssbridge/error.hpp>

#include <system_error>

namespace host::front {

namespace fs = std::filesystem;
using nssbridge::Error;
using nssbridge::Kind;

Workers::Workers(Setup setup, const Cancellation& cancellation)
    : m_setup(std::move(setup)), m_cancellation(cancellation) {}

nlohmann::json Workers::run(const Request& request, Interaction& interaction) const {
  AnsweredPasswords passwords;
  for (const NssFolder& folder : m_setup.nss_folders) {
    Conversation conversation(*this, folder, interaction, passwords, false);
    if (auto result = conversation.hold(request)) return std::move(*result);
  }
  throw Error(Kind::nss_failure, "No usable NSS library was found on this system.")
      .with_fix(
          {"Install NSS, or name the folder of a Firefox or Thunderbird in \"nssFolders\" of certferry.json.",
           "apt install libnss3"});
}

fs::path find_worker_program() {
  const fs::path own = real_path("/proc/self/exe");
  const fs::path folder = own.parent_path();
  for (const fs::path& program :
       {folder / "certferry-worker", folder.parent_path() / "libexec" / "certferry" / "certferry-worker"}) {
    std::error_code failed;
    if (!own.empty() && fs::is_regular_file(program, failed)) return program;
  }
  throw Error(Kind::internal, "The program certferry-worker is missing. Install Certferry again.");
}

}  // namespace host::front
