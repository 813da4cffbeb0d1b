// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/key_file.hpp>

#include "password_forms.hpp"
#include "session.hpp"

#include <optional>

namespace nssbridge {

/// One try of one password on one key file, in each form in which programs have ever derived from it.
class KeyFileOpening {
 public:
  /// `file` outlives this. Throws Error(bad_file) where the forms together cost too much (rule F5), before the first round;
  /// Error(invalid_request) for a password that is no UTF-8.
  KeyFileOpening(const key_file::File& file, const Secret& password);

  /// What is in clear and what was sealed; nothing where the password is wrong, or what the MAC covers was changed. Throws
  /// Error(bad_file) where it is right and a part is damaged, or costs too much.
  std::optional<std::vector<key_file::Bag>> bags();

  struct Key {
    std::optional<CK_OBJECT_HANDLE> handle;  ///< nothing: NSS does not take it
    bool usable_kind = true;                 ///< where it does not: a kind that it knows, so the key is damaged
  };
  /// The private key of a bag in clear.
  static Key import(const Session& session, const key_file::Bag& bag);
  /// The private key of a shrouded bag, as an object in the session. Nothing, and throws, as above.
  std::optional<Key> unwrap(const Session& session, const key_file::Bag& bag) const;

 private:
  bool password_is_right() const;
  std::optional<std::vector<key_file::Bag>> unseal(const key_file::SealedSafe& safe);

  const key_file::File& m_file;
  PasswordForms m_forms;
  std::uint64_t m_spent;  ///< rounds
};

}  // namespace nssbridge
