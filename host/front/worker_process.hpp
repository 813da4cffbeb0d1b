// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/accounts.hpp>
#include <host/front/cancellation.hpp>
#include <host/front/given_files.hpp>
#include <host/front/interaction.hpp>
#include <host/front/key_file_place.hpp>
#include <host/front/nss_folders.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace host::front {

/// A PKCS#11 module that a worker of its own loads.
struct ModuleToLoad {
  AskedProfile profile;  ///< which names it
  std::string file;      ///< real path
};

/// What a worker is asked. `method` and `params` may come from an add-on; the rest never does: no member of a
/// JSON method can name a path or shorten a fingerprint.
struct Request {
  std::string method;
  nlohmann::json params = nlohmann::json::object();
  bool command_line = false;
  std::map<std::string, std::string> profile_paths =
      {};                                              ///< "profile", "from", "to": an id or a path, as typed
  std::vector<std::string> certificate_prefixes = {};  ///< 8 to 64 lower-case hexadecimal digits
  std::string file_name = {};                          ///< of the key file in `params`, to show
  bool interactive = false;                            ///< somebody is there to be asked
  std::optional<int> caller_process = {};              ///< whose add-on asks; nothing on the command line
  bool empty_password_allowed = false;                 ///< of a key file, because the person said so
  bool file_password_known = false;                    ///< the first answer for a key file's password is no consent
  KeyFilePlace* key_file = nullptr;                    ///< where one may be written; outlives the request
  std::vector<std::string> module_paths = {};          ///< PKCS#11 modules that the person named, as typed
  std::optional<ModuleToLoad> module = {};             ///< what the worker loads, and does nothing else
  std::shared_ptr<GivenFiles> given_files = {};        ///< what it reads, besides what is in `params`; null: nothing
};

/// Runs requests, each in a worker process of its own with the newest NSS that loads.
class Workers {
 public:
  struct Setup {
    std::filesystem::path program;       ///< certferry-worker
    std::vector<NssFolder> nss_folders;  ///< newest first
    const char* const* environment;      ///< what was inherited; only harmless names pass on
    /// What a worker writes to its standard error goes to ours. Not where others than the person read that.
    bool pass_on_errors = true;
    /// Whose process each worker becomes before it does anything; only as root. Nothing: it stays ours.
    std::optional<Account> as_user = std::nullopt;
    /// Roots that the administrator has trusted: nobody is asked about them.
    std::set<nssbridge::Fingerprint> trusted_roots = {};
    /// A worker that says nothing for so long is ended. Negative: it may take what its own limits let it.
    std::chrono::milliseconds longest_silence = std::chrono::milliseconds(-1);
  };
  /// `cancellation` must outlive this object.
  Workers(Setup setup, const Cancellation& cancellation);

  /// The result. Throws the worker's Error, or Error(cancelled).
  nlohmann::json run(const Request& request, Interaction& interaction) const;
  /// The same as JSON text, for those who only pass it on: a long list is checked, and never becomes a tree
  /// of values.
  std::string run_text(const Request& request, Interaction& interaction) const;

  const Setup& setup() const { return m_setup; }
  const Cancellation& cancellation() const { return m_cancellation; }

 private:
  std::string hold(const Request& request, Interaction& interaction) const;

  Setup m_setup;
  const Cancellation& m_cancellation;
};

/// The certferry-worker that belongs to a program of ours, which is named by its real path: beside it, or where
/// an installation puts it, seen from the folder of commands.
std::optional<std::filesystem::path> worker_beside(const std::filesystem::path& program);

/// That of the program that runs. Throws Error(internal).
std::filesystem::path find_worker_program();

/// For a program that was brought here without the others: the certferry-worker in `folder`, or where installations of this
/// system put it. Throws Error(internal) where none is, Error(permission_denied) where others than root and this user can
/// change it.
std::filesystem::path find_worker_program_in(const std::optional<std::filesystem::path>& folder);

}  // namespace host::front
