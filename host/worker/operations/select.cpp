// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/backups.hpp>
#include <host/profiles/locks.hpp>
#include <host/selection/apply.hpp>
#include <host/selection/apply_pending.hpp>
#include <host/selection/find_identity.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/fingerprints.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/values_json.hpp>

#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace host::worker {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using nssbridge::Purpose;

namespace {

/// The certificate that a parameter names, if Thunderbird would take it for this identity.
nssbridge::StoredCertificate eligible(const nssbridge::Fingerprint& fingerprint, Purpose purpose,
                                      const selection::Identity& identity, const store::Contents& contents,
                                      const nssbridge::Verifier& verifier) {
  const auto* stored = contents.find(fingerprint);
  if (stored == nullptr)
    throw Error(Kind::certificate_not_found, "The certificate is not in this profile. Bring it here first, with "
                                             "`certferry migrate`.");
  auto verdict = verifier.verdict(stored->certificate, purpose, &identity.email);
  const bool has_key = contents.has_key(stored->certificate);
  if (verdict.ok && has_key && verifier.offered(stored->certificate, purpose, &identity.email)) return *stored;
  throw Error(Kind::not_eligible, purpose == Purpose::signing ? "Thunderbird would not sign with this certificate."
                                                              : "Thunderbird would not encrypt with this certificate.")
      .with_reasons(std::move(verdict.reasons));
}

/// Who signs states the certificate to answer to, and NSS's CMS code refuses some that Thunderbird's own verifier takes.
void require_that_signing_works(const selection::Change& change, const store::Contents& contents,
                                const nssbridge::Verifier& verifier) {
  const auto& signing = change.wanted.signing ? *change.wanted.signing : change.before.signing;
  const auto& encryption = change.wanted.encryption ? *change.wanted.encryption : change.before.encryption;
  if (!signing || !encryption) return;
  auto resolved = selection::resolve(*encryption, Purpose::encryption, change.before.email, contents, verifier);
  if (nssbridge::lets_sign(resolved.verdict)) return;
  throw Error(Kind::not_eligible, "With this pair Thunderbird could not send signed mail: NSS refuses to name this certificate as "
                                  "the one to encrypt to. Choose another one for encryption, or none for one of the two.")
      .with_reasons(std::move(resolved.verdict.reasons));
}

void choose(const session::Session& session, const char* name, Purpose purpose, const store::Contents& contents,
            const nssbridge::Verifier& verifier, selection::Change& change) {
  const auto& params = session.params();
  if (!params.contains(name)) return;
  auto& wanted = purpose == Purpose::signing ? change.wanted.signing : change.wanted.encryption;
  auto& fingerprint = purpose == Purpose::signing ? change.signing_fingerprint : change.encryption_fingerprint;
  auto& on_token = purpose == Purpose::signing ? change.signing_on_token : change.encryption_on_token;
  if (params[name].is_null()) {
    wanted.emplace(std::nullopt);
    return;
  }
  const auto named = named_certificate(session, contents, params[name].get<std::string>());
  const auto stored = eligible(named, purpose, change.before, contents, verifier);
  wanted.emplace(selection::stored_form(stored.certificate));
  fingerprint = stored.certificate.fingerprint.hex();
  on_token = !stored.token.empty();
}

void read_switches(const json& params, selection::Change& change) {
  if (params.contains("signByDefault")) change.wanted.sign_by_default = params["signByDefault"].get<bool>();
  if (params.contains("encryptByDefault"))
    change.wanted.encrypt_by_default = params["encryptByDefault"].get<std::string>() == "required";
}

constexpr int automatic = 0, smime = 1, openpgp = 2;

/// Who chooses a certificate wants S/MIME: a preference for OpenPGP that no key is there for only stands in the way.
void read_technology(const json& params, selection::Change& change) {
  const bool chosen = !change.signing_fingerprint.empty() || !change.encryption_fingerprint.empty();
  if (params.contains("technology")) {
    const auto name = params["technology"].get<std::string>();
    change.wanted.technology = name == "smime" ? smime : name == "openpgp" ? openpgp : automatic;
  } else if (chosen && change.before.technology == openpgp && !change.before.has_openpgp_key) {
    change.wanted.technology = automatic;
  }
}

selection::Change undo_of(const profiles::Profile& profile, const selection::Identity& identity) {
  const auto before = selection::read_undo(profile.path, identity.id);
  if (!before)
    throw Error(Kind::invalid_request, "There is nothing to undo: this identity was not changed by Certferry.");
  selection::Change change{identity, {}, {}, {}};
  change.wanted.signing.emplace(before->signing);
  change.wanted.encryption.emplace(before->encryption);
  change.wanted.sign_by_default = before->sign_by_default;
  change.wanted.encrypt_by_default = before->encrypt_by_default;
  if (before->technology != identity.technology) change.wanted.technology = before->technology;
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

void cancel_pending(session::Session& session, const profiles::Profile& profile, const selection::Identity& identity) {
  if (!waits(profile, identity)) return;
  const auto lock = lock_for_writing(session, profile);
  selection::remove_pending(profile.path, identity.id);
}

selection::Change wanted_change(const session::Session& session, const profiles::Profile& profile,
                                const selection::Identity& identity, const std::optional<Tokens>& tokens) {
  const auto& params = session.params();
  if (params.value("undo", false)) return undo_of(profile, identity);
  selection::Change change{identity, {}, {}, {}};
  read_switches(params, change);
  if (params.contains("signing") || params.contains("encryption"))
    with_contents(profile, [&](const store::Contents& contents, const nssbridge::Verifier& verifier) {
      choose(session, "signing", Purpose::signing, contents, verifier, change);
      choose(session, "encryption", Purpose::encryption, contents, verifier, change);
      require_that_signing_works(change, contents, verifier);
    }, tokens);
  read_technology(params, change);
  return change;
}

}  // namespace

json set_selection(session::Session& session) {
  const auto profile = session.required_profile("profile");
  settle_on({}, &profile.path);
  const auto identity = selection::find_identity(profile.path, session.params().at("identity").get<std::string>());
  const auto tokens = wanted_tokens(session, profile);
  auto outcome = selection::Outcome::selected;
  const auto& params = session.params();
  // What waits and is undone has changed nothing yet.
  if (params.value("cancelPending", false) || (params.value("undo", false) && waits(profile, identity)))
    cancel_pending(session, profile, identity);
  else
    outcome = write(session, profile, wanted_change(session, profile, identity, tokens));
  json result{{"outcome", outcome == selection::Outcome::pending ? "pending" : "selected"}};
  const auto now = selection::find_identity(profile.path, identity.id);
  const auto kept = selection::read_kept(profile.path);
  with_contents(profile, [&](const store::Contents& contents, const nssbridge::Verifier& verifier) {
    result["identity"] = to_json(now, contents, verifier, kept);
  }, tokens);
  if (tokens) tokens->add_to(result);
  return result;
}

}  // namespace host::worker
