// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/backups.hpp>
#include <host/profiles/locks.hpp>
#include <host/selection/apply.hpp>
#include <host/selection/apply_pending.hpp>
#include <host/selection/eligible.hpp>
#include <host/selection/find_identity.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/fingerprints.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/values_json.hpp>

#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace host::worker {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using nssbridge::Purpose;

namespace {

const nssbridge::StoredCertificate& certificate_in(const store::Contents& contents, const nssbridge::Fingerprint& fingerprint) {
  const auto* stored = contents.find(fingerprint);
  if (stored == nullptr)
    throw Error(Kind::certificate_not_found, "The certificate is not in this profile. Bring it here first, with "
                                             "`certferry migrate`.");
  return *stored;
}

const char* words_for(selection::Objection::What what) {
  using What = selection::Objection::What;
  switch (what) {
    case What::not_for_signing: return "Thunderbird would not sign with this certificate.";
    case What::not_for_encryption: return "Thunderbird would not encrypt with this certificate.";
    case What::hinders_signing:
      return "With this pair Thunderbird could not send signed mail: NSS refuses to name this certificate as the one to encrypt to. "
             "Choose another one for encryption, or none for one of the two.";
    default:
      return "The private key of this certificate is not in this profile. Bring it here with `certferry migrate`, or choose it with "
             "--tokens if it is on a token.";
  }
}

/// Judged beside what will stand then, which need not be what prefs.js says.
void require_eligible(const profiles::Profile& profile, const selection::Change& change, const store::Contents& contents,
                      const nssbridge::Verifier& verifier) {
  const auto after = selection::with(selection::as_it_will_stand(profile.path, change.before), change.wanted);
  const selection::Chosen chosen{!change.signing_fingerprint.empty(), !change.encryption_fingerprint.empty()};
  auto found = selection::objection(after, chosen, contents, verifier);
  if (found) throw Error(Kind::not_eligible, words_for(found->what)).with_reasons(std::move(found->reasons));
}

/// Only the person knows whether it is meant for this identity (rule C1); one dialog where it is chosen for both.
void require_consent(session::Session& session, const profiles::Profile& profile, const selection::Change& change,
                     const store::Contents& contents) {
  if (!selection::changes_anything(selection::as_it_will_stand(profile.path, change.before), change.wanted)) return;
  for (const auto& hex : std::set{change.signing_fingerprint, change.encryption_fingerprint}) {
    if (hex.empty()) continue;
    const auto& certificate = certificate_in(contents, *nssbridge::Fingerprint::parse(hex)).certificate;
    if (!nssbridge::carries_address(certificate, change.before.email))
      session.require_consent_to_select(profile, change.before.email, certificate);
  }
}

void choose(const session::Session& session, const char* name, Purpose purpose, const store::Contents& contents,
            selection::Change& change) {
  const auto& params = session.params();
  if (!params.contains(name)) return;
  auto& wanted = purpose == Purpose::signing ? change.wanted.signing : change.wanted.encryption;
  auto& fingerprint = purpose == Purpose::signing ? change.signing_fingerprint : change.encryption_fingerprint;
  auto& on_token = purpose == Purpose::signing ? change.signing_on_token : change.encryption_on_token;
  if (params[name].is_null()) {
    wanted.emplace(std::nullopt);
    return;
  }
  const auto& stored = certificate_in(contents, named_certificate(session, contents, params[name].get<std::string>()));
  wanted.emplace(selection::stored_form(stored.certificate));
  fingerprint = stored.certificate.fingerprint.hex();
  on_token = !stored.token.empty();
}

void read_switches(const json& params, selection::Change& change) {
  if (params.contains("signByDefault")) change.wanted.sign_by_default = params["signByDefault"].get<bool>();
  if (params.contains("encryptByDefault"))
    change.wanted.encrypt_by_default = params["encryptByDefault"].get<std::string>() == "required";
}

void read_technology(const json& params, selection::Change& change) {
  const bool chosen = !change.signing_fingerprint.empty() || !change.encryption_fingerprint.empty();
  if (params.contains("technology")) {
    const auto name = params["technology"].get<std::string>();
    change.wanted.technology = name == "smime" ? selection::smime : name == "openpgp" ? selection::openpgp : selection::automatic;
  } else if (chosen) {
    change.wanted.technology = selection::technology_for_smime(change.before);
  }
}

selection::Change undo_of(const profiles::Profile& profile, const selection::Identity& identity) {
  const auto before = selection::read_undo(profile.path, identity.id);
  if (!before)
    throw Error(Kind::invalid_request, "There is nothing to undo: this identity was not changed by Certferry.");
  selection::Change change{identity, {}, {}, {}};
  if (before->signing != identity.signing) change.wanted.signing.emplace(before->signing);
  if (before->encryption != identity.encryption) change.wanted.encryption.emplace(before->encryption);
  if (before->sign_by_default != identity.sign_by_default) change.wanted.sign_by_default = before->sign_by_default;
  if (before->encrypt_by_default != identity.encrypt_by_default) change.wanted.encrypt_by_default = before->encrypt_by_default;
  if (before->technology != identity.technology) change.wanted.technology = before->technology;
  change.wanted.as_it_was = before->own;
  return change;
}

bool waits(const profiles::Profile& profile, const selection::Identity& identity) {
  return std::ranges::any_of(selection::read_pending(profile.path),
                             [&](const auto& pending) { return pending.identity == identity.id; });
}

profiles::WriteLock lock_for_writing(session::Session& session, const profiles::Profile& profile) {
  profiles::require_writable(profile.path, 4U << 20);
  return {profile.path, std::chrono::seconds(30), [&] { session.progress("waiting", 0, 0); }};
}

/// Selections that waited come first, so that what is chosen now stands on top of them.
void apply_waiting(const profiles::Profile& profile) {
  if (selection::read_pending(profile.path).empty()) return;
  with_contents(profile, [&](const store::Contents& contents, const nssbridge::Verifier& verifier) {
    selection::apply_pending_if_closed(profile, contents, verifier);
  });
}

selection::Outcome write(session::Session& session, const profiles::Profile& profile, selection::Change change) {
  const bool as_written = !waits(profile, change.before) && !selection::read_set_live(profile.path, change.before.id);
  if (as_written && !selection::changes_anything(change.before, change.wanted)) return selection::Outcome::selected;
  const auto lock = lock_for_writing(session, profile);
  profiles::remove_leftovers(profile.path);
  profiles::make_backup(profile.path, "select");
  apply_waiting(profile);
  change.before = selection::find_identity(profile.path, change.before.id);
  const auto applied = selection::apply(
      profile, {change}, [&](const auto& folder) { session.start_waiter(folder); });
  if (applied.front().error) throw *applied.front().error;
  return applied.front().outcome;
}

/// True if anything waited.
bool cancel_pending(session::Session& session, const profiles::Profile& profile, const selection::Identity& identity) {
  if (!waits(profile, identity)) return false;
  const auto lock = lock_for_writing(session, profile);
  return selection::remove_pending(profile.path, identity.id);
}

/// Who takes something back chooses nothing at the same time, and who does neither wants nothing.
void require_one_wish(const json& params) {
  const bool chooses = std::ranges::any_of(std::array{"signing", "encryption", "signByDefault", "encryptByDefault", "technology"},
                                           [&](const char* name) { return params.contains(name); });
  const int wishes = static_cast<int>(params.value("undo", false)) + static_cast<int>(params.value("cancelPending", false)) +
                     static_cast<int>(chooses);
  if (wishes == 0) throw Error(Kind::invalid_request, "Nothing was asked for. Name a certificate, null or a switch, or what shall be taken back.");
  if (wishes > 1) throw Error(Kind::invalid_request, "Each of undo and cancelPending stands alone, without anything that is chosen.");
}

selection::Change wanted_change(session::Session& session, const profiles::Profile& profile,
                                const selection::Identity& identity, const std::optional<Tokens>& tokens) {
  const auto& params = session.params();
  if (params.value("undo", false)) return undo_of(profile, identity);
  selection::Change change{identity, {}, {}, {}};
  read_switches(params, change);
  if (params.contains("signing") || params.contains("encryption"))
    with_contents(profile, [&](const store::Contents& contents, const nssbridge::Verifier& verifier) {
      choose(session, "signing", Purpose::signing, contents, change);
      choose(session, "encryption", Purpose::encryption, contents, change);
      require_eligible(profile, change, contents, verifier);
      require_consent(session, profile, change, contents);
    }, tokens);
  read_technology(params, change);
  return change;
}

}  // namespace

json set_selection(session::Session& session) {
  const auto& params = session.params();
  require_one_wish(params);
  const auto profile = session.required_profile("profile");
  settle_on({}, &profile.path);
  const auto identity = selection::find_identity(profile.path, session.params().at("identity").get<std::string>());
  const auto tokens = wanted_tokens(session, profile);
  auto outcome = selection::Outcome::selected;
  json result = json::object();
  // What waits and is undone has changed nothing yet.
  if (params.value("cancelPending", false) || (params.value("undo", false) && waits(profile, identity)))
    result["cancelled"] = cancel_pending(session, profile, identity);
  else
    outcome = write(session, profile, wanted_change(session, profile, identity, tokens));
  result["outcome"] = outcome == selection::Outcome::pending ? "pending" : "selected";
  const auto now = selection::find_identity(profile.path, identity.id);
  const auto kept = selection::read_kept(profile.path);
  with_contents(profile, [&](const store::Contents& contents, const nssbridge::Verifier& verifier) {
    result["identity"] = to_json(now, contents, verifier, kept);
  }, tokens);
  if (tokens) tokens->add_to(result);
  return result;
}

}  // namespace host::worker
