// SPDX-License-Identifier: MPL-2.0
#include <host/export/run.hpp>
#include <host/protocol/error_json.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/fingerprints.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/values_json.hpp>

#include <nlohmann/json.hpp>

namespace host::worker {

using nlohmann::json;
using nssbridge::KeyFileScheme;

namespace {

exporting::Wishes read_wishes(const session::Session& session, const profiles::Profile& profile) {
  const auto& params = session.params();
  exporting::Wishes wishes;
  wishes.whole = params.value("certificates", json()) == "all";
  if (!wishes.whole) wishes.certificates = named_certificates(session, profile, std::nullopt);
  if (params.value("compatible", false)) wishes.scheme = KeyFileScheme::compatible;
  return wishes;
}

json exported_json(const exporting::Exported& exported) {
  const auto& certificate = exported.certificate->certificate;
  json authorities = json::array();
  for (const auto* authority : exported.chain) authorities.push_back(authority->fingerprint.hex());
  json value{{"fingerprint", certificate.fingerprint.hex()},
             {"subject", nssbridge::to_valid_utf8(certificate.subject)},
             {"notAfter", nssbridge::to_rfc3339(certificate.not_after)},
             {"authorities", std::move(authorities)},
             {"outcome", exported.error ? "left-out" : "exported"}};
  if (exported.error) value["error"] = protocol::to_json(*exported.error);
  return value;
}

json protection_json(KeyFileScheme scheme) {
  const bool modern = scheme == KeyFileScheme::modern;
  return {{"encryption", modern ? "AES-256-CBC" : "3DES-CBC"},
          {"derivation", modern ? "PBKDF2-HMAC-SHA256" : "PKCS12-SHA1"},
          {"mac", modern ? "HMAC-SHA256" : "HMAC-SHA1"},
          {"rounds", nssbridge::rounds_of(scheme)},
          {"weak", !modern}};
}

json outcome_json(const exporting::Outcome& outcome, KeyFileScheme scheme) {
  json value{{"certificates", json::array()},
             {"keysWithoutCertificate", json::array()},
             {"protection", protection_json(scheme)},
             {"warnings", json::array()},
             {"nss", nss_json()}};
  if (outcome.beside)
    value["beside"] = {{"certificates", outcome.beside->certificates},
                       {"trust", outcome.beside->trust},
                       {"smimeProfiles", outcome.beside->smime_profiles}};
  for (const auto& each : outcome.certificates) value["certificates"].push_back(exported_json(each));
  for (const auto& key : outcome.lone_keys)
    value["keysWithoutCertificate"].push_back({{"id", nssbridge::to_hex(key.id)}, {"algorithm", key.algorithm}});
  for (const auto& warning : outcome.warnings)
    value["warnings"].push_back({{"kind", warning.kind}, {"message", warning.message}});
  return value;
}

}  // namespace

json export_key_file(session::Session& session) {
  const auto profile = session.required_profile("profile");
  settle_on({profile.path});
  const auto wishes = read_wishes(session, profile);
  json result;
  exporting::run(session, profile, wishes,
                 [&](const exporting::Outcome& outcome) { result = outcome_json(outcome, wishes.scheme); });
  return result;
}

}  // namespace host::worker
