// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/prefs/prefs.hpp>

#include <optional>
#include <string>
#include <vector>

namespace host::selection {

/// A selected certificate as Thunderbird stores it.
struct Stored {
  std::string name;    ///< *_cert_name: makes the compose window offer S/MIME
  std::string db_key;  ///< *_cert_dbkey: the only thing that is looked up
  bool operator==(const Stored&) const = default;
};

/// The switches that an identity has itself. What is absent comes from the identity `default`, or from Thunderbird.
struct OwnSwitches {
  std::optional<bool> sign_mail;
  std::optional<int> encryption_policy, technology;
};

/// One identity as prefs.js describes it (mail.identity.ID.*; ids from mail.account.*.identities).
struct Identity {
  std::string id, name, email;
  std::optional<Stored> signing, encryption;  ///< nothing: both preferences empty or absent
  bool sign_by_default = false;               ///< sign_mail
  bool encrypt_by_default = false;            ///< encryptionpolicy 2
  int technology = 0;                         ///< e2etechpref: 0 automatic, 1 S/MIME, 2 OpenPGP
  bool has_openpgp_key = false;               ///< openpgp_key_id is set
  std::optional<OwnSwitches> own{};           ///< nothing: not known, in a record of an earlier version
};

/// Identities of all accounts in the order of mail.accountmanager.accounts, those without an account last.
std::vector<Identity> read_identities(const prefs::PrefsFile& file);

/// What one change wants. An absent member leaves as is; for the certificates an inner nothing clears.
struct Wanted {
  std::optional<std::optional<Stored>> signing, encryption;
  std::optional<bool> sign_by_default, encrypt_by_default;
  std::optional<int> technology;
  std::optional<OwnSwitches> as_it_was{};  ///< of an undo: the switches above are written as they stood here, or taken away
};

/// Values of e2etechpref.
enum Technology : int { automatic = 0, smime = 1, openpgp = 2 };

/// Who chooses a certificate wants S/MIME: a preference for OpenPGP that no key is there for only stands in the way. Nothing: leave
/// it as it is.
std::optional<int> technology_for_smime(const Identity& identity);

/// `identity` as `wanted` would leave it.
Identity with(Identity identity, const Wanted& wanted);

/// The preferences of identity `id` that `wanted` sets.
prefs::Changes changes_for(const std::string& id, const Wanted& wanted);

}  // namespace host::selection
