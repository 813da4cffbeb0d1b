// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/error_json.hpp>
#include <host/worker/message_json.hpp>
#include <host/worker/values_json.hpp>

#include <nlohmann/json.hpp>

namespace host::worker {

using nlohmann::json;

json to_json(const mail::JudgedSigner& judged) {
  const auto& signer = judged.signer;
  json value{{"fingerprint", nullptr},
             {"emails", json::array()},
             {"addressMatches", judged.address_matches},
             {"signingTime", signer.signing_time ? json(nssbridge::to_rfc3339(*signer.signing_time)) : json()},
             {"digest", signer.digest},
             {"chain", to_json(judged.chain)}};
  if (!signer.certificate) return value;
  value["fingerprint"] = signer.certificate->fingerprint.hex();
  value["subject"] = nssbridge::to_valid_utf8(signer.certificate->subject);
  for (const auto& email : signer.certificate->emails) value["emails"].push_back(nssbridge::to_valid_utf8(email));
  return value;
}

json to_json(const std::optional<nssbridge::Reason>& reason) { return reason ? protocol::to_json(*reason) : json(); }

json to_json(const std::vector<recipients::Change>& changes) {
  json list = json::array();
  for (const auto& change : changes)
    list.push_back({{"address", nssbridge::to_valid_utf8(change.address)},
                    {"used", change.used->fingerprint.hex()},
                    {"offered", change.offered->fingerprint.hex()}});
  return list;
}

json to_json(const mail::Sender& sender) { return sender.address ? json(nssbridge::to_valid_utf8(*sender.address)) : json(); }

}  // namespace host::worker
