// SPDX-License-Identifier: MPL-2.0
#include <host/migration/carry_out.hpp>
#include <host/migration/target.hpp>

#include <nssbridge/error.hpp>
#include <nssbridge/move.hpp>
#include <nssbridge/smime_profile.hpp>

#include <algorithm>

namespace host::migration {

using nssbridge::Copied;
using nssbridge::Error;
using nssbridge::Token;

namespace {

/// As a backup says that it was called; else as NSS calls it.
std::string nickname_of(const Sides& sides, const nssbridge::Certificate& certificate) {
  const auto* stored = sides.companion != nullptr ? sides.source.find(certificate.fingerprint) : nullptr;
  return stored != nullptr ? stored->nickname : std::string();
}

void carry_authorities(const session::Session& session, const Sides& sides, Token& to, const CertificatePlan& plan) {
  for (const auto& root : plan.roots) {
    if (root.action == RootAction::builtin) continue;
    nssbridge::store_certificate(to, *root.certificate, nickname_of(sides, *root.certificate), false);
    if (writes_trust(root))
      nssbridge::add_email_trust(to, *root.certificate, encoding_for(session, sides.to, to, *root.certificate));
  }
  for (const auto* authority : plan.authorities) nssbridge::store_certificate(to, *authority, nickname_of(sides, *authority), false);
}

/// Authorities first and the key last: killed in between, the target holds nothing that an application would take for
/// a usable certificate, and a second run adds what is missing.
void carry_one(const session::Session& session, const Sides& sides, nssbridge::Mover& mover, Token& to,
               CertificatePlan& plan) {
  carry_authorities(session, sides, to, plan);
  const auto& stored = *plan.certificate;
  if (plan.without_key) {
    if (plan.action == CertificateAction::copy) nssbridge::store_certificate(to, stored.certificate, stored.nickname, false);
    for (const auto& profile : plan.smime_profiles) nssbridge::store_smime_profile(to, profile);
    return;
  }
  if (plan.action != CertificateAction::copy) return;
  nssbridge::store_certificate(to, stored.certificate, stored.nickname, true);
  mover.copy_key(stored);
}

/// A certificate that could not come left its place to another one with its name and number, whose trust stays what it is.
bool failed(const Plan& plan, const nssbridge::Certificate& certificate) {
  return std::ranges::any_of(plan.certificates, [&](const CertificatePlan& each) {
    return each.outcome == Outcome::failed && each.certificate->certificate.fingerprint == certificate.fingerprint;
  });
}

void carry_rest(const session::Session& session, const Sides& sides, Token& to, Plan& plan) {
  for (const auto& each : plan.rest->trust) {
    if (!writes_trust(each) || failed(plan, *each.certificate)) continue;
    const auto encoding = encoding_for(session, sides.to, to, *each.certificate);
    if (each.distrusted)
      nssbridge::add_email_distrust(to, *each.certificate, encoding);
    else
      nssbridge::add_email_trust(to, *each.certificate, encoding);
  }
  for (const auto& profile : plan.rest->smime_profiles) nssbridge::store_smime_profile(to, profile);
}

}  // namespace

nssbridge::TrustMap authentic_trust(const Token& token, const store::Contents& contents) {
  const bool anything = std::ranges::any_of(contents.trust, [](const auto& entry) {
    return entry.second.email != nssbridge::Trust::none;
  });
  return anything ? nssbridge::read_trust(token) : contents.trust;
}

void note_outcomes(Plan& plan) {
  for (auto& each : plan.certificates)
    each.outcome = each.action == CertificateAction::skip ? Outcome::skipped : Outcome::present;
}

void carry_out(session::Session& session, const Sides& sides, Token& from, Token& to, Plan& plan) {
  if (to.uninitialised()) to.set_empty_password();
  nssbridge::Mover mover(from, to);
  std::size_t done = 0;
  for (auto& each : plan.certificates) {
    session.progress("copy", done++, plan.certificates.size());
    if (!writes_anything(each)) continue;
    try {
      carry_one(session, sides, mover, to, each);
      const bool came = each.action == CertificateAction::copy && (each.certificate_missing || each.key_missing);
      each.outcome = came ? Outcome::copied : Outcome::present;
    } catch (const Error& error) {
      each.outcome = Outcome::failed;
      each.error = error;
    }
  }
  if (!plan.rest) return;
  try {
    carry_rest(session, sides, to, plan);
  } catch (const Error& error) {
    plan.rest->error = error;
  }
}

}  // namespace host::migration
