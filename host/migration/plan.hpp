// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/export/companion.hpp>
#include <host/profiles/profile.hpp>
#include <host/recipients/in_use.hpp>
#include <host/selection/choose.hpp>
#include <host/store/contents.hpp>
#include <nssbridge/proof.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace host::migration {

struct Wishes {
  std::vector<nssbridge::Fingerprint> certificates;  ///< empty: all that can serve e-mail
  std::set<nssbridge::Fingerprint> trust_roots;      ///< by all 64 digits; a prefix could be another root's
  bool trust_is_given = false;  ///< trust_roots were typed on the command line; else the person is asked about them
  std::set<nssbridge::Fingerprint> administrators_roots;  ///< trusted for everybody on this computer: carried without a question
  bool select = true;
  bool renew = false;  ///< a newer one takes the place of one that is still good
  std::optional<bool> sign_by_default;
  /// All that the source holds, whatever it can serve, also certificates without a key: a file was chosen for what it holds.
  bool everything = false;
  bool correspondents = false;  ///< also other people's certificates, and how they encrypt
};

enum class RootAction { carry, ask, present, builtin };
enum class CertificateAction { copy, present, skip };
enum class Outcome { copied, present, skipped, failed };

struct RootPlan {
  const nssbridge::Certificate* certificate;
  RootAction action;
  bool distrusted = false;  ///< explicitly, on either side: nothing gives it trust
  bool by_administrator = false;  ///< carried because the administrator of this computer trusts it
};

struct CertificatePlan {
  const nssbridge::StoredCertificate* certificate;
  CertificateAction action;
  bool key_missing = false;          ///< in the target
  bool certificate_missing = false;  ///< in the target
  bool without_key = false;          ///< neither side has its key: it comes as an authority, or as somebody else's
  bool correspondent = false;        ///< somebody else's, that the rules for correspondents hold for
  std::vector<const nssbridge::Certificate*> authorities;  ///< issuers of the chain below the root, leaf's first
  std::vector<RootPlan> roots;       ///< one, or none where the chain is incomplete
  bool authorities_missing = false;  ///< one of them, or the root's certificate, is not in the target
  bool chain_complete = false;
  // Of a correspondent:
  std::optional<nssbridge::Reason> left_out;          ///< why nothing of it comes; it may be there all the same
  std::vector<recipients::Change> changes;            ///< rule C4: these are why
  std::vector<nssbridge::SmimeProfile> smime_profiles;  ///< how they encrypt, where the target does not know
  bool smime_profile_present = false;                 ///< it knows
  // After the run:
  Outcome outcome = Outcome::skipped;
  nssbridge::Checks checks;
  std::optional<nssbridge::Error> error;
};

/// What comes of the file beside a whole backup's key file, besides the certificates.
struct RestPlan {
  /// Certificates that the profile trusted for e-mail, or distrusted: `distrusted` with action `carry` or `present` is that.
  std::vector<RootPlan> trust;
  std::vector<nssbridge::SmimeProfile> smime_profiles;  ///< those that the target does not have
  std::size_t smime_profiles_present = 0;
  std::optional<nssbridge::Error> error;  ///< after the run: the first thing that could not be written
};

struct Warning {
  std::string kind, message;
  std::optional<nssbridge::Fix> fix{};
};

/// What a move would do, and after the run what it did. Points into the contents it was made from.
struct Plan {
  std::vector<CertificatePlan> certificates;
  std::vector<selection::IdentityPlan> identities;
  std::optional<RestPlan> rest;  ///< nothing: no such file came
  std::vector<Warning> warnings;
  std::optional<std::string> backup;
};

/// What the sides know of how people encrypt, where that may come along.
struct SmimeProfiles {
  std::vector<nssbridge::SmimeProfile> source, target;
};

/// Both sides as read.
struct Sides {
  const profiles::Profile* from;  ///< null: not a profile
  const profiles::Profile& to;
  const store::Contents& source;
  const store::Contents& target;
  bool source_protected = false;
  bool target_protected = false;
  /// Rule C3: trust of the source may be carried unasked (discovered profile, read after login where protected).
  bool source_trust_counts = true;
  const exporting::Companion* companion = nullptr;  ///< what came beside a key file
  SmimeProfiles smime_profiles{};                   ///< for correspondents, and where something came beside a key file
};

/// Certificates, authorities, roots; not yet the identities. Throws Error(certificate_not_found, no_private_key,
/// invalid_request).
Plan plan_certificates(const Sides& sides, const Wishes& wishes);

/// The target as it will be when `plan` has run: certificates, keys and trust.
store::Contents predict(const Sides& sides, const Plan& plan);

/// What happens to e-mail trust in a root.
RootPlan plan_root(const Sides& sides, const Wishes& wishes, const nssbridge::Certificate& root);

/// What of the companion, which is there, comes into the target.
RestPlan plan_rest(const Sides& sides, const Wishes& wishes);

/// Every mention of a root in the plan.
std::vector<RootPlan*> roots_of(Plan& plan);

/// The roots that somebody has to be asked for: those that the chains need, and those that a backup says were trusted. Each once.
std::vector<RootPlan*> roots_to_ask(Plan& plan);

/// A private key would come into the target.
bool writes_key(const CertificatePlan& plan);

/// Something would be written into the databases of the target.
bool writes_anything(const CertificatePlan& plan);
bool writes_trust(const RootPlan& root);
bool writes_anything(const RestPlan& rest);
bool writes_anything(const Plan& plan);

}  // namespace host::migration
