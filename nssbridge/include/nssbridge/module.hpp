// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/secret.hpp>
#include <nssbridge/values.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nssbridge {

/// A certificate as a token hands it out.
struct TokenCertificate {
  Bytes der;             ///< not decoded: a token is not to be relied on
  std::string nickname;  ///< CKA_LABEL
  bool has_key = false;  ///< a private key with its CKA_ID is there or, before a login, a public one (as NSS's PK11_IsUserCert)
};

/// What one token of a module shows.
struct TokenContents {
  std::string label;
  std::vector<TokenCertificate> certificates;
  bool whole = true;  ///< false: it hides things behind a PIN that was not asked for, because a wrong one would have locked it
};

/// Gives the PIN of the token with this label. What it throws ends the reading.
using AskPin = std::function<Secret(const std::string& label)>;

/// A PKCS#11 module: code of somebody else in this process. A Library must exist, and outlive it.
class Module {
 public:
  /// Loads the library `file`. Throws Error(nss_failure) where that is no module, or its first call fails.
  explicit Module(const std::filesystem::path& file);
  ~Module();
  Module(const Module&) = delete;

  /// All tokens that are there and initialised. `ask` is asked at most once for each, and only where the token shows no certificate
  /// with a key without a PIN. Throws Error(wrong_password): a token locks itself after a few wrong PINs, so one is tried once;
  /// Error(nss_failure) where a token cannot be read.
  std::vector<TokenContents> read(const AskPin& ask) const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace nssbridge
