// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/audit/known_keys.hpp>
#include <host/selection/identities.hpp>
#include <nssbridge/database_rows.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/verdict.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

/// What is judged, read by others. An optional that holds nothing was not or could not be found out: no rule that
/// needs it says anything, and it is told as unknown. Empty is something else: it was looked for, and there is none.
namespace host::audit {

enum class Owner { us, root, other };  ///< "us": the owner of the profile's folder

/// A file directly in the profile, or the folder itself (name "."), without following a link.
struct FileFact {
  std::string name;
  enum class Kind { regular, folder, link, special } kind = Kind::regular;
  unsigned mode = 0;  ///< the permission bits, 0600
  Owner owner = Owner::us;
};

/// A file that could not be read or is not what it should be.
struct Trouble {
  std::string file;  ///< "cert9.db", "prefs.js"
  enum class Kind {
    damaged,      ///< what is in it cannot be, or must not be opened
    unreadable,   ///< no permission
    not_regular,  ///< a link, a pipe, a folder
    too_large,    ///< a text file over 16 MiB, or with a line over 1 MiB
    too_costly,   ///< reading it took more time or memory than one profile may cost
    hot_journal,  ///< a write was broken off
    write_ahead_log,  ///< a mode of SQLite that NSS does not use, and there was no place for a copy
    locked        ///< another program holds it
  } kind = Kind::damaged;
};

/// One block of pkcs11.txt but NSS's own.
struct Module {
  std::string name, library;  ///< as written; the library may be a bare file name
  /// Of the library's real path; nothing where it cannot be told (a copy, a bare name).
  struct Place {
    bool exists = false;
    bool only_root_can_change = false;  ///< it, and each folder above
  };
  std::optional<Place> place;
};

/// One line of cert_override.txt.
struct Override {
  std::string host;  ///< "example.org:443"
};

struct Backup {
  std::string name;
  /// Its password record is another one than key4.db's, so an older password opens it.
  bool older_password = false;
  bool opens_without_password = false;
};

/// A .p12 or .pfx file beside the profile.
struct LooseKeyFile {
  std::string name;
  bool weak = false;              ///< encrypted with RC2 or 3DES, or not at all, or without a MAC over SHA-2
  bool empty_password = false;    ///< the empty password opens it
  bool others_can_read = false;
};

/// What user.js, or else prefs.js sets; nothing: they leave the default.
struct Preferences {
  std::optional<bool> accepts_sha1_signatures;   ///< mail.smime.accept_insecure_sha1_message_signatures
  std::optional<int> ocsp;                       ///< security.OCSP.enabled: 0 off, 1 on (default), 2 for EV only
  std::optional<bool> encryption_disables_itself;  ///< mail.e2ee.auto_disable
  std::optional<bool> enterprise_roots;          ///< security.enterprise_roots.enabled (default true)
  std::set<std::string> decided_by_user_js{};    ///< names that user.js sets, at each start anew
};

struct Facts {
  std::string profile;       ///< its id: findings are named with it
  std::string application;   ///< "firefox", "thunderbird", or empty where a copy does not tell
  nssbridge::Time at = 0;    ///< the moment to judge at
  unsigned expiring_days = 30;
  /// A copy is not a machine: nothing is said about running, modes, owners or places of modules, and no command is offered.
  bool is_copy = false;

  nssbridge::files::Format format = nssbridge::files::Format::sql;
  std::vector<Trouble> troubles;
  /// NSS that is loaded cannot open this store: require_nss or legacy_database.
  bool nss_too_old = false;
  std::optional<bool> running;  ///< the application has the profile open

  /// Both or none; what they point to outlives the facts. The verifier judges at `at` and knows the private keys.
  const std::vector<nssbridge::StoredCertificate>* certificates = nullptr;
  const nssbridge::Verifier* verifier = nullptr;
  std::optional<std::vector<nssbridge::files::KeyRow>> keys;
  std::optional<std::vector<nssbridge::files::TrustRow>> trust;
  /// The same after a login, as NSS verified it (`read_trust`).
  std::optional<nssbridge::TrustMap> authentic_trust;
  std::optional<std::vector<nssbridge::SmimeProfile>> smime_profiles;
  std::optional<nssbridge::files::PasswordRecord> password;
  /// Told by trying; nothing: not tried, and the record alone may tell.
  std::optional<bool> empty_password_opens;

  std::optional<std::vector<selection::Identity>> identities;
  std::optional<Preferences> preferences;
  std::optional<std::vector<FileFact>> files;
  std::optional<std::vector<Module>> modules;
  std::optional<std::vector<Override>> overrides;
  std::optional<std::vector<Backup>> backups;
  std::optional<std::vector<LooseKeyFile>> key_files;
  const KnownKeys* known_keys = nullptr;  ///< null without a list
};

}  // namespace host::audit
