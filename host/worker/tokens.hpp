// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/session/session.hpp>
#include <host/store/contents.hpp>

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace host::worker {

/// What the tokens of a profile's PKCS#11 modules show. Processes of their own have read them.
class Tokens {
 public:
  /// Has the modules of `profile` read that the person wants: all, or those named. Throws what Session::ask_module throws, and
  /// Error(invalid_request) where one was named that the profile does not name.
  Tokens(session::Session& session, const profiles::Profile& profile);

  /// Puts certificates and keys beside those of the profile; what cannot be decoded is left out, as of a database. NSS is open.
  void add_to(store::Contents& contents) const;
  /// "modules" and "confined" of a result.
  void add_to(nlohmann::json& result) const;

 private:
  struct Held {
    nssbridge::Bytes der;
    std::string nickname, token;
    bool has_key;
  };
  void read(session::Session& session, const profiles::Profile& profile, const profiles::NamedModule& module);
  void keep(const nlohmann::json& certificate, const std::string& label);

  nlohmann::json m_modules;
  std::vector<Held> m_held;
  bool m_whole = true;  ///< every module that the profile names was read, and each had a token that hid nothing
};

/// Nothing unless the request has `tokens`.
std::optional<Tokens> wanted_tokens(session::Session& session, const profiles::Profile& profile);

/// The profile names modules.
bool names_modules(const profiles::Profile& profile);

}  // namespace host::worker
