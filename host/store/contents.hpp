// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/profile.hpp>
#include <nssbridge/database_files.hpp>
#include <nssbridge/library.hpp>
#include <nssbridge/trust.hpp>
#include <nssbridge/verdict.hpp>

#include <filesystem>
#include <optional>
#include <set>
#include <vector>

/// The certificate store of one profile, checked before NSS sees it.
namespace host::store {

/// What a store holds, read in one pass.
struct Contents {
  std::vector<nssbridge::StoredCertificate> certificates;
  nssbridge::TrustMap trust;
  std::set<nssbridge::Bytes> key_ids;  ///< CKA_IDs of private keys, known without the password
  /// The profile names modules for tokens, and these were not looked at: keys may be there that are not here.
  bool tokens_unread = false;

  bool has_key(const nssbridge::Certificate& certificate) const { return key_ids.contains(certificate.key_id); }
  const nssbridge::StoredCertificate* find(const nssbridge::Fingerprint& fingerprint) const;
};

/// A profile's databases, found to be fit for NSS.
struct Checked {
  nssbridge::files::State state;
  /// Where NSS shall read: the profile, or a private copy of it (hot journal, write-ahead log).
  std::filesystem::path folder;
  std::optional<nssbridge::files::PrivateCopy> copy;
};

/// Checks a profile that is only read: nothing in its folder changes. Private copies go into the own
/// folder of profile `copies_in`, else where profiles::place_for_copies says.
/// Throws Error: legacy_database, profile_unreadable, permission_denied, profile_busy, nss_too_old.
Checked check_for_reading(const profiles::Profile& profile, const std::optional<std::filesystem::path>& copies_in = {});

/// A profile in the format of before 2018 is fit to be listed by an NSS that still reads it. Throws Error like
/// `check_for_reading`, but for legacy_database.
void check_for_listing_legacy(const profiles::Profile& profile);

/// The error that every other use of such a profile answers.
[[noreturn]] void refuse_legacy();

/// Checks a profile that is written: an interrupted write is rolled back first. Caller holds the WriteLock.
/// A profile without databases is fit: NSS makes them.
nssbridge::files::State check_for_writing(const profiles::Profile& profile);

Contents read(const nssbridge::Token& token, const nssbridge::files::State& state);
/// The same for one who only looks: certificates have no handles. `token` is that of `checked.folder`. The certificates are read
/// in one transaction of ours, where NSS needs one for each. NSS has no lock on the file then that would go when ours is closed.
Contents read_for_looking(const nssbridge::Token& token, const Checked& checked);
/// The same of a profile in the format of before 2018.
Contents read_legacy(const nssbridge::Token& token);

/// Seconds since the epoch, now.
nssbridge::Time now();

}  // namespace host::store
