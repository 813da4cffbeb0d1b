// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/channel/channel.hpp>
#include <host/profiles/modules.hpp>
#include <host/profiles/profile.hpp>
#include <host/protocol/json_text.hpp>
#include <nssbridge/certificate.hpp>
#include <nssbridge/secret.hpp>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace host::session {

/// One request as the worker sees it: what was asked, and the way back to the person and to the caller.
class Session {
 public:
  Session(channel::Channel channel, nlohmann::json request);

  const std::string& method() const { return m_method; }
  const nlohmann::json& params() const { return m_params; }
  /// Asked on the command line: profiles may be named by path there, and consent of rule C1 is the person's own act.
  bool from_command_line() const { return m_command_line; }
  /// The process whose add-on asked; nothing on the command line.
  std::optional<int> caller_process() const { return m_caller_process; }
  /// Prefixes of fingerprints as typed; only from the command line.
  const std::vector<std::string>& certificate_prefixes() const { return m_prefixes; }
  /// Roots that the administrator of this computer has trusted for everybody.
  const std::set<nssbridge::Fingerprint>& administrators_roots() const { return m_administrators_roots; }
  /// The NSS that an application of this machine brings along.
  struct ApplicationNss {
    std::string folder;   ///< real path
    std::string version;  ///< "3.125.1"
  };
  std::optional<ApplicationNss> nss_of(profiles::Application application) const;
  /// Where this process's NSS libraries were found; empty: the system's own.
  const std::string& nss_folder() const { return m_nss_folder; }

  /// The profile that parameter `name` ("profile", "from", "to") names; nothing if it is absent.
  std::optional<profiles::Profile> profile(const std::string& name) const;
  /// What parameter `name` says, an id or a path; nothing if it is absent.
  std::optional<std::string> name_of_profile(const std::string& name) const;
  /// The same where a path may stand there: on the command line, and between workers.
  std::optional<std::string> path_of_profile(const std::string& name) const;
  /// The same as `profile` where the method requires it.
  profiles::Profile required_profile(const std::string& name) const;

  void progress(const std::string& stage, std::size_t done, std::size_t total);

  /// Asks for a profile's primary password. Throws Error(cancelled, no-ui, password-required, wrong-password) as the
  /// front says. `attempt` counts from 1. `keys_go_to`: the unprotected profile that the keys would be copied into.
  nssbridge::Secret ask_password(const profiles::Profile& profile, const std::string& role, int attempt,
                                 const profiles::Profile* keys_go_to = nullptr);

  /// Asks for the password of a key file that holds `keys` keys of `profile`; over JSON that is the consent too (rule
  /// C1). Throws Error(consent_refused, cancelled, no-ui, password-required); Error(password_required) also for an empty one,
  /// unless the command line allows it.
  nssbridge::Secret ask_new_password(const profiles::Profile& profile, std::size_t keys);
  /// Has the front write a file that only it can open, "key-file" or "companion"; what is on the disk comes back. It gets
  /// its name when the request has succeeded.
  nssbridge::Bytes store(const std::string& part, nssbridge::BytesView bytes);
  /// The next piece of the files that the person named on the command line for this to read; nothing where there is no more. Each is
  /// told as progress.
  struct Piece {
    std::size_t file;
    std::string octets;
    bool file_ends;
  };
  std::optional<Piece> next_piece();
  bool has_given_files() const { return m_has_given_files; }
  /// Asks for the password of a key file that is about to come into `to`, or is only looked at. Throws as `ask_password`.
  nssbridge::Secret ask_file_password(const profiles::Profile& to, int attempt, bool only_looked_at);

  /// The first answer to that is a password of before: to give it was not to agree that the file comes in.
  bool file_password_is_known() const { return m_file_password_known; }

  enum class Consent { yes, no, unavailable };
  /// Asks whether a root shall be trusted for e-mail in `profile`.
  Consent ask_trust(const profiles::Profile& profile, const nssbridge::Certificate& root);

  /// Asks whether mail to `address` may be encrypted to `offered`, of another authority, instead of `used` (rule C4).
  Consent ask_change(const profiles::Profile& profile, const std::string& address, const nssbridge::Certificate& used,
                     const nssbridge::Certificate& offered);

  /// Asks whether `profile` may be as it was, with what comes of that (front::AskedState, member by member) and the first root that
  /// would be trusted, if there is one that is known.
  Consent ask_restore(const profiles::Profile& profile, const nlohmann::json& state, const nssbridge::Certificate* root);

  /// Asks whether the keys of `from`, which has a primary password, may lie without one in `to`. On the command line
  /// the command itself says so. Returns if they may; throws Error(consent_refused, no_ui, cancelled).
  void require_consent_to_unprotected_copy(const profiles::Profile& from, const profiles::Profile& to);

  /// Asks whether these certificates, which came as bytes, may come into `to`, with their keys or without. The same holds.
  void require_consent_to_import(const profiles::Profile& to, const std::vector<const nssbridge::Certificate*>& certificates,
                                 bool with_keys);

  /// Asks whether `certificate`, which does not carry the identity's `address`, may be selected for it in `profile`. The same holds.
  void require_consent_to_select(const profiles::Profile& profile, const std::string& address, const nssbridge::Certificate& certificate);

  /// Runs `method` in a second worker with another NSS. Throws what it threw; nothing if it could not be started.
  std::optional<nlohmann::json> ask_worker(const std::string& folder, const std::string& method,
                                           const nlohmann::json& params);

  /// PKCS#11 modules that the person named, as typed; only from the command line.
  const std::vector<std::string>& module_paths() const { return m_module_paths; }
  /// Has a module of `profile` loaded by a process that does nothing else. `outcome`: "read", with what its tokens show as the
  /// handler of `tokens.read` says; "missing", there is no such file; "failed". Throws Error(permission_denied, consent_refused, no_ui,
  /// cancelled, wrong_password, password_required).
  struct ModuleAnswer {
    std::string outcome;
    nlohmann::json tokens;
  };
  ModuleAnswer ask_module(const profiles::Profile& profile, const std::string& library);
  /// In such a process: asks for a token's PIN, which is tried once. Throws Error(cancelled, no_ui).
  nssbridge::Secret ask_pin(const std::string& token);

  /// Has the waiter of a profile started. Throws Error(io_failure) if it could not be.
  void start_waiter(const std::filesystem::path& profile);

  void finish(const nlohmann::json& result);
  void finish(protocol::JsonText result);
  void fail(const nlohmann::json& error);

 private:
  channel::Frame ask(const nlohmann::json& question);
  Consent ask_yes_or_no(const nlohmann::json& question);

  channel::Channel m_channel;
  std::string m_method;
  nlohmann::json m_params;
  nlohmann::json m_profile_paths;
  nlohmann::json m_nss_folders;
  std::string m_nss_folder;
  std::vector<std::string> m_prefixes;
  std::vector<std::string> m_module_paths;
  std::set<nssbridge::Fingerprint> m_administrators_roots;
  std::optional<int> m_caller_process;
  bool m_command_line = false;
  bool m_empty_password_allowed = false;
  bool m_file_password_known = false;
  bool m_has_given_files = false;
};

}  // namespace host::session
