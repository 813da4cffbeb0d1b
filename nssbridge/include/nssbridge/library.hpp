// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>
#include <nssbridge/secret.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nssbridge {

/// A certificate as a database holds it.
struct StoredCertificate {
  Certificate certificate;
  std::string nickname;   ///< CKA_LABEL; one per subject, never a name of ours
  Bytes key_id;           ///< CKA_ID; empty where NSS stored none
  unsigned long handle;   ///< PKCS#11 object handle in this token
  std::string token = {};  ///< label of the token that holds it; empty: the database itself
};

/// A private key as a database holds it: only what is public about it.
struct StoredKey {
  Bytes key_id;           ///< CKA_ID
  std::string algorithm;  ///< "rsa", "ec", or "other"
  bool extractable;
  unsigned long handle;
};

/// One opened database (an NSS slot). Made by Library, which must outlive it.
class Token {
 public:
  ~Token();
  Token(Token&&) noexcept;
  Token(const Token&) = delete;

  /// A primary password other than the empty one is set.
  bool password_protected() const;
  /// The database has no password record yet (it was just made); keys cannot be stored before `set_empty_password`.
  bool uninitialised() const;
  void set_empty_password();
  /// One try. False: wrong password. Throws Error(nss_failure) when NSS fails for another reason.
  /// NSS verifies the MACs of trust only while logged in, and listing is far slower then: list first.
  bool login(const Secret& password);
  bool logged_in() const;

  /// All certificates, in the order of the database. Objects deleted meanwhile by another process are left out.
  /// A certificate that cannot be decoded is left out and counted in `undecodable` if that is given.
  std::vector<StoredCertificate> certificates(std::size_t* undecodable = nullptr) const;
  /// Throws Error(password_required) when protected and not logged in.
  std::vector<StoredKey> private_keys() const;
  /// CKA_IDs of public keys. In the format of before 2018 they stand for the private keys, which cannot be seen before
  /// the login.
  std::set<Bytes> public_key_ids() const;
  std::filesystem::path folder() const;
  bool writable() const;

  struct Native;  ///< the NSS side; only nssbridge's sources see inside
  Native& native() const { return *m_native; }
  explicit Token(std::unique_ptr<Native> native);

 private:
  std::unique_ptr<Native> m_native;
};

/// NSS in this process. At most one exists at a time; no module and no root list is ever loaded from a profile
/// (NSS_INIT_NOMODDB | NSS_INIT_NOROOTINIT).
class Library {
 public:
  /// legacy_read_only: cert8.db and key3.db, the format of before 2018, which NSS since 3.109 or so no longer reads:
  /// Error(legacy_database). It is never written.
  enum class Access { read_only, read_write, legacy_read_only };
  /// With no main database: NSS_NoDB_Init.
  Library();
  /// NSS_Initialize on `folder`, so that its token is the default key slot (NSS's S/MIME code stores and finds
  /// there). read_write creates missing database files. Throws Error(profile_unreadable) with NSS's error name.
  Library(const std::filesystem::path& folder, Access access);
  ~Library();
  Library(const Library&) = delete;

  /// The token of the main database. Only with a main database.
  Token& main();
  /// A further database as a slot of its own, read-only, nothing written to its folder.
  Token open_read_only(const std::filesystem::path& folder);
  /// No database: what is in it lives in this process's memory only.
  Token memory();

  /// "3.125.1": of libnss3 as loaded.
  static std::string version();
  /// As C_GetInfo / C_GetSlotInfo of softoken says, "3.125".
  static std::string softoken_version();
  /// The folder from which this process loaded libsoftokn3.so, from its own memory map.
  static std::filesystem::path softoken_folder();

  /// Ends NSS. Throws Error(nss_failure) if anything of NSS is still held: the leak detector. All tokens must be
  /// gone. The destructor does the same without throwing.
  void close();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace nssbridge
