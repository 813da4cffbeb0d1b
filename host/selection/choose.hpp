// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/selection/identities.hpp>
#include <host/selection/pending.hpp>
#include <host/store/contents.hpp>
#include <nssbridge/verdict.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace host::selection {

/// A stored selection against the certificates of the profile.
struct Resolved {
  Stored stored;
  const nssbridge::StoredCertificate* certificate = nullptr;  ///< nothing: dead
  nssbridge::Verdict verdict;                                 ///< for the identity's address
  bool maybe_on_token = false;  ///< it, or its key, is not in the profile, and tokens were not looked at
  bool good() const { return verdict.ok; }
};

/// Resolves by dbKey, as Thunderbird does, and judges: not found, without key, or what the verifier says.
Resolved resolve(const Stored& stored, nssbridge::Purpose purpose, const std::string& address,
                 const store::Contents& contents, const nssbridge::Verifier& verifier);

/// What Thunderbird's picker offers for the address and its verifier accepts: later notAfter first, then the stronger key.
std::vector<const nssbridge::StoredCertificate*> candidates(nssbridge::Purpose purpose, const std::string& address,
                                                            const store::Contents& contents,
                                                            const nssbridge::Verifier& verifier);

enum class Action { select, keep, none };
enum class Outcome { selected, pending, kept, none, failed };

/// What a move does with one identity.
struct IdentityPlan {
  Identity identity;  ///< as it stood
  Action action = Action::none;
  const nssbridge::StoredCertificate* signing = nullptr;     ///< selected by the move, else what stands
  const nssbridge::StoredCertificate* encryption = nullptr;
  bool change_signing = false, change_encryption = false;
  bool sign_by_default = false;  ///< afterwards
  Outcome outcome = Outcome::none;
  std::optional<nssbridge::Error> error;

  Wanted wanted() const;
};

/// Issued later and valid for longer: what an authority gives out in the place of `old`.
bool is_newer(const nssbridge::Certificate& certificate, const nssbridge::Certificate& old);

struct Preferences {
  std::optional<bool> sign_by_default;  ///< nothing: yes where neither S/MIME nor OpenPGP was set up
  bool renew = false;                   ///< a newer one takes the place of one that is still good
};

/// Plans identities for a move: each whose address a certificate of `moved` carries gets the best of them for signing and
/// for encryption, unless it has one that is still good. Certificates without an address are never chosen for anybody.
std::vector<IdentityPlan> plan_identities(const std::vector<Identity>& identities,
                                          const std::set<nssbridge::Fingerprint>& moved, const store::Contents& contents,
                                          const nssbridge::Verifier& verifier, const Preferences& preferences);

Stored stored_form(const nssbridge::Certificate& certificate);

}  // namespace host::selection
