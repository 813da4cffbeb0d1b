// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/selection/identities.hpp>

#include <filesystem>

namespace host::selection {

/// Whether records can be kept for an identity with this key: in files named after it (ID), where what is no letter, digit, '_' or
/// '-' is written %XX.
bool can_be_kept(const std::string& identity);

/// A selection that waits until Thunderbird has ended: one file per identity, `certferry/pending/ID.json` in the
/// profile, mode 0600, written atomically.
struct Pending {
  std::string identity;   ///< Thunderbird's identity key
  std::string email;      ///< the address it had when it was chosen
  Wanted wanted;
  Identity before;        ///< what stood there; where prefs.js says otherwise later, the person chose and wins
  Wanted set_live;        ///< what Thunderbird had set before and not yet written to prefs.js: no choice of the person's
  std::string since;      ///< RFC 3339
  /// SHA-256 fingerprints of what is wanted, so that key, chain and address are checked anew when applied.
  std::string signing_fingerprint, encryption_fingerprint;
  /// What is wanted was on a token when it was chosen. Who applies it loads no module, and leaves key and chain unchecked.
  bool signing_on_token = false, encryption_on_token = false;
};

std::vector<Pending> read_pending(const std::filesystem::path& profile);  ///< unreadable files are left out
void write_pending(const std::filesystem::path& profile, const Pending& pending);
/// True if there was one.
bool remove_pending(const std::filesystem::path& profile, const std::string& identity);

/// A selection that waited and was not made, because something had changed meanwhile: kept until the identity's
/// certificates are next changed through us, so that the person is told (`certferry/dropped/ID.json`).
struct Dropped {
  std::string identity, reason;
  std::string time;  ///< RFC 3339
};

std::vector<Dropped> read_dropped(const std::filesystem::path& profile);
void write_dropped(const std::filesystem::path& profile, const Dropped& dropped);
void remove_dropped(const std::filesystem::path& profile, const std::string& identity);

/// A selection that Thunderbird has set and may not have written to prefs.js yet (`certferry/live/ID.json`).
void write_set_live(const std::filesystem::path& profile, const Pending& applied);
/// Nothing once Thunderbird has written its preferences.
std::optional<Wanted> read_set_live(const std::filesystem::path& profile, const std::string& identity);
void remove_set_live(const std::filesystem::path& profile, const std::string& identity);

/// `identity` of prefs.js as it will stand: with what Thunderbird has set and not written yet, and with what waits.
Identity as_it_will_stand(const std::filesystem::path& profile, Identity identity);

/// What we keep for a profile's identities beside prefs.js.
struct Kept {
  std::vector<Pending> pending;
  std::vector<Dropped> dropped;
};
Kept read_kept(const std::filesystem::path& profile);

/// Undo record: what stood in the identity before our last change (`certferry/undo/ID.json`). What waits is no change yet.
void write_undo(const std::filesystem::path& profile, const Identity& before);
std::optional<Identity> read_undo(const std::filesystem::path& profile, const std::string& identity);

}  // namespace host::selection
