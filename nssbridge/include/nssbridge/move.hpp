// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/library.hpp>

#include <memory>

namespace nssbridge {

enum class Copied { written, present };

/// Moves objects from one open token to another inside NSS: a key travels wrapped under an AES key that lives and
/// dies in softoken (CKM_AES_KEY_WRAP_KWP), so its bytes never stand in clear in a buffer of ours.
/// What stands in the target afterwards equals, attribute for attribute, what `pk12util -i` of the same NSS leaves.
/// Every call is idempotent: what is there already is not written again. Both tokens must be logged in where
/// they are protected. Lives shorter than both tokens.
class Mover {
 public:
  Mover(Token& from, Token& to);
  ~Mover();
  Mover(const Mover&) = delete;

  /// The private key with this CKA_ID and its public key object; `certificate` gives subject and label.
  /// Throws Error(no_private_key) if the source has none, Error(key_not_extractable) if it may not be wrapped.
  Copied copy_key(const StoredCertificate& certificate);

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

/// Stores a certificate as Thunderbird's own NSS does on import: label, CKA_ID, e-mail. `nickname` is a wish: if the
/// subject has one in the token that one is used, if another subject has it " #2" and so on is added.
/// `user_certificate`: with CKA_ID and nickname of a personal certificate; otherwise as an authority.
/// Throws Error(not_eligible) if another certificate with the same issuer and serial stands there.
Copied store_certificate(Token& to, const Certificate& certificate, const std::string& nickname, bool user_certificate);

}  // namespace nssbridge
