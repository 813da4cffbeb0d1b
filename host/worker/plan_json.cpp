// SPDX-License-Identifier: MPL-2.0
#include <host/migration/proof.hpp>
#include <host/protocol/error_json.hpp>
#include <host/worker/message_json.hpp>
#include <host/worker/values_json.hpp>

#include <nlohmann/json.hpp>

namespace host::worker {

using migration::CertificateAction;
using migration::CertificatePlan;
using migration::RootAction;
using migration::RootPlan;
using nlohmann::json;

namespace {

const char* name_of(RootAction action) {
  switch (action) {
    case RootAction::carry: return "carry";
    case RootAction::present: return "present";
    case RootAction::builtin: return "builtin";
    case RootAction::ask: break;
  }
  return "ask";
}

const char* name_of(CertificateAction action) {
  switch (action) {
    case CertificateAction::copy: return "copy";
    case CertificateAction::present: return "present";
    case CertificateAction::skip: break;
  }
  return "skip";
}

const char* name_of(migration::Outcome outcome) {
  switch (outcome) {
    case migration::Outcome::copied: return "copied";
    case migration::Outcome::present: return "present";
    case migration::Outcome::failed: return "failed";
    case migration::Outcome::skipped: break;
  }
  return "skipped";
}

const char* name_of(selection::Action action) {
  switch (action) {
    case selection::Action::select: return "select";
    case selection::Action::keep: return "keep";
    case selection::Action::none: break;
  }
  return "none";
}

const char* name_of(selection::Outcome outcome) {
  switch (outcome) {
    case selection::Outcome::selected: return "selected";
    case selection::Outcome::pending: return "pending";
    case selection::Outcome::kept: return "kept";
    case selection::Outcome::failed: return "failed";
    case selection::Outcome::none: break;
  }
  return "none";
}

void add_correspondent(const CertificatePlan& plan, json& value) {
  value["capabilities"] = !plan.smime_profiles.empty() ? "copy" : plan.smime_profile_present ? "present" : "none";
  value["reason"] = to_json(plan.left_out);
  value["changes"] = to_json(plan.changes);
}

json certificate_json(const CertificatePlan& plan, bool ran) {
  const auto& certificate = plan.certificate->certificate;
  json authorities = json::array(), roots = json::array();
  for (const auto* authority : plan.authorities) authorities.push_back(authority->fingerprint.hex());
  for (const auto& root : plan.roots) roots.push_back(to_json(root));
  json value{{"fingerprint", certificate.fingerprint.hex()},
             {"subject", nssbridge::to_valid_utf8(certificate.subject)},
             {"emails", json::array()},
             {"notAfter", nssbridge::to_rfc3339(certificate.not_after)},
             {"action", name_of(plan.action)},
             {"authorities", std::move(authorities)},
             {"roots", std::move(roots)}};
  if (plan.without_key) value["withoutKey"] = true;
  if (plan.correspondent) add_correspondent(plan, value);
  for (const auto& email : certificate.emails) value["emails"].push_back(nssbridge::to_valid_utf8(email));
  if (!ran) return value;
  value["outcome"] = name_of(plan.outcome);
  value["checks"] = migration::to_json(plan.checks);
  if (plan.error) value["error"] = protocol::to_json(*plan.error);
  return value;
}

json rest_json(const migration::RestPlan& rest) {
  json value{{"trust", json::array()},
             {"smimeProfiles", {{"copy", rest.smime_profiles.size()}, {"present", rest.smime_profiles_present}}}};
  for (const auto& each : rest.trust) value["trust"].push_back(to_json(each));
  if (rest.error) value["error"] = protocol::to_json(*rest.error);
  return value;
}

json fingerprint_or_null(const nssbridge::StoredCertificate* stored) {
  return stored ? json(stored->certificate.fingerprint.hex()) : json();
}

json identity_json(const selection::IdentityPlan& plan, bool ran) {
  json value{{"id", plan.identity.id},
             {"email", nssbridge::to_valid_utf8(plan.identity.email)},
             {"signing", fingerprint_or_null(plan.signing)},
             {"encryption", fingerprint_or_null(plan.encryption)},
             {"signByDefault", plan.sign_by_default},
             {"action", name_of(plan.action)}};
  if (!ran) return value;
  value["outcome"] = name_of(plan.outcome);
  if (plan.error) value["error"] = protocol::to_json(*plan.error);
  return value;
}

json profile_json(const profiles::Profile& profile) {
  return {{"application", profiles::name_of(profile.application)}, {"name", nssbridge::to_valid_utf8(profile.name)}};
}

}  // namespace

json to_json(const RootPlan& root) {
  json value{{"fingerprint", root.certificate->fingerprint.hex()},
             {"subject", nssbridge::to_valid_utf8(root.certificate->subject)},
             {"action", name_of(root.action)}};
  if (root.distrusted) value["distrusted"] = true;
  if (root.by_administrator) value["byAdministrator"] = true;
  return value;
}

json to_json(const migration::Plan& plan, const profiles::Profile* from, const profiles::Profile& to, bool ran) {
  json value{{"from", from != nullptr ? json(from->id) : json()},
             {"to", to.id},
             {"toProfile", profile_json(to)},
             {"certificates", json::array()},
             {"identities", json::array()},
             {"warnings", json::array()},
             {"nss", nss_json()},
             {"builtinRoots", std::string(nssbridge::builtin_roots_version())}};
  if (from != nullptr) value["fromProfile"] = profile_json(*from);
  for (const auto& certificate : plan.certificates) value["certificates"].push_back(certificate_json(certificate, ran));
  for (const auto& identity : plan.identities) value["identities"].push_back(identity_json(identity, ran));
  if (plan.rest) value["beside"] = rest_json(*plan.rest);
  for (const auto& warning : plan.warnings) {
    json told{{"kind", warning.kind}, {"message", warning.message}};
    if (warning.fix) told["fix"]["text"] = warning.fix->text;
    if (warning.fix && warning.fix->command) told["fix"]["command"] = *warning.fix->command;
    value["warnings"].push_back(std::move(told));
  }
  if (ran) value["backup"] = plan.backup ? json(*plan.backup) : json();
  return value;
}

}  // namespace host::worker
