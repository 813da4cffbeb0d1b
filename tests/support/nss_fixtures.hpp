// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>
#include <nssbridge/library.hpp>

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>

/// Real NSS databases, made with the tools of the NSS that the test itself runs with (both follow LD_LIBRARY_PATH).
namespace tests {

/// Runs a program through the shell, each argument quoted, and gives its output; throws with it unless it exits 0.
std::string run(std::initializer_list<std::string> arguments);
/// The same with another NSS: a folder for LD_LIBRARY_PATH, empty for the system's.
std::string run_with_nss(const std::string& nss_folder, std::initializer_list<std::string> arguments);

/// A folder of its own, removed at the end.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::string& name = "profile");
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_root, m_path;
};

/// The folder with what tests/support/make-certificates makes; made once for each build directory.
const std::filesystem::path& certificates_folder();
nssbridge::Certificate certificate(const std::string& name);
std::string file_bytes(const std::filesystem::path& file);

nssbridge::Secret secret(std::string_view text);

/// A profile folder with cert9.db and key4.db; `password` empty: no primary password.
class NssProfile {
 public:
  explicit NssProfile(std::string password = {}, const std::string& folder_name = "profile");

  const std::filesystem::path& folder() const { return m_folder.path(); }
  const std::string& password() const { return m_password; }
  void import_pkcs12(const std::string& name);
  /// certutil -A of a certificate alone.
  void add(const std::string& name, const std::string& nickname, const std::string& trust);
  /// certutil -M.
  /// The three letters-and-commas of certutil -L, as the NSS in this folder sees them ("" for the system's).
  std::string trust_seen_by(const std::string& nss_folder, const std::string& nickname) const;
  void set_trust(const std::string& nickname, const std::string& trust);
  /// Runs SQL on cert9.db or key4.db, for states that no tool makes.
  void change(const std::string& database, const std::string& sql);
  /// Both databases, and no journals, as the other profile has them.
  void copy_from(const NssProfile& other);
  /// SQLite's integrity_check of both databases: "ok", else what is wrong.
  std::string integrity() const;
  std::string database_bytes() const;
  /// Every object of both databases, one line each: all columns but the number of the row and encrypted values, and which
  /// attributes have a MAC.
  std::multiset<std::string> objects() const;
  /// Only those of one CKA_CLASS.
  std::multiset<std::string> objects(unsigned object_class) const;

 private:
  std::string configuration() const { return "sql:" + folder().string(); }
  TemporaryFolder m_folder;
  std::string m_password;
  std::filesystem::path m_password_file;
};

/// Where the application's own NSS is; nothing where it is not installed.
std::optional<std::string> application_nss();

/// Empty if equal, else what only one of them has, so that a failure shows the attribute.
std::string difference(const std::multiset<std::string>& ours, const std::multiset<std::string>& theirs);

/// Logs in where there is a password.
void log_in(nssbridge::Token& token, const NssProfile& profile);

}  // namespace tests
