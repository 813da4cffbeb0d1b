// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/key_file.hpp>
#include <nssbridge/library.hpp>

#include <memory>
#include <optional>

namespace nssbridge {

/// A key file whose password is known. Its keys are objects in NSS's memory: in no file and no buffer of ours; they go
/// when the token goes. Lives shorter than the Library.
class OpenedKeyFile {
 public:
  /// Nothing: the password is wrong, or what the file's own check covers was changed. Tries each form in which programs
  /// have ever derived from that password. Throws Error(bad_file) where all that costs too much (rule F5, before the
  /// first round), or what the password opens is damaged; Error(unsupported_algorithm).
  static std::optional<OpenedKeyFile> open(Library& library, const key_file::File& file, const Secret& password);
  /// Trying this password would not cost too much, besides another one that comes later.
  static bool may_try_empty_first(const key_file::File& file);

  OpenedKeyFile(OpenedKeyFile&&) noexcept;
  ~OpenedKeyFile();

  /// Holds the keys; never protected.
  Token& token();
  /// Each certificate once, in the file's order, with its friendly name as nickname.
  const std::vector<StoredCertificate>& certificates() const;
  /// Gives each key that belongs to one of these certificates its CKA_ID. Returns those of all keys known so far.
  const std::set<Bytes>& pair(const std::vector<StoredCertificate>& certificates);

  /// What the certificate's key in the file signs is good under the certificate. False too where the key is not there.
  bool signs_for(const Certificate& certificate) const;

  std::size_t keys() const;               ///< private keys that NSS can use
  std::size_t keys_without_certificate() const;  ///< of those, not paired yet
  std::size_t unsupported_keys() const;   ///< of a kind that NSS does not know
  std::size_t damaged_keys() const;       ///< of a kind that it knows, and still it does not take them
  std::size_t unreadable_certificates() const;

 private:
  struct State;
  explicit OpenedKeyFile(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace nssbridge
