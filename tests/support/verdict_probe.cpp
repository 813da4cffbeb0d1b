// SPDX-License-Identifier: MPL-2.0
// verdict_probe PROFILE ADDRESS: what is read and judged of every certificate of a profile without a primary
// password, as JSON by fingerprint, for the comparison with the real Thunderbird.
#include <nssbridge/verdict.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <iostream>
#include <string>

namespace {

using namespace nssbridge;
using nlohmann::json;

Time now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

json judged(const Verifier& verifier, const Certificate& certificate, Purpose purpose,
            const std::string& address) {
  const auto verdict = verifier.verdict(certificate, purpose);
  json kinds = json::array();
  for (const auto& reason : verdict.reasons) kinds.push_back(reason.kind);
  return {{"accepted", verdict.ok},
          {"reasons", kinds},
          {"offered", verifier.offered(certificate, purpose, &address)}};
}

json probe(const Token& token, const std::string& address) {
  const auto certificates = token.certificates();
  std::set<Bytes> key_ids;
  for (const auto& key : token.private_keys()) key_ids.insert(key.key_id);
  const Verifier verifier(certificates, read_trust(token), key_ids, {.at = now()});
  json all = json::object();
  for (const auto& [certificate, nickname, key_id, handle] : certificates)
    all[certificate.fingerprint.hex()] = {
        {"displayName", certificate.display_name},
        {"dbKey", certificate.db_key},
        {"subject", certificate.subject},
        {"nickname", nickname},
        {"emailTrusted", verifier.trust_of(certificate).email == Trust::trusted},
        {"webTrusted", verifier.trust_of(certificate).web == Trust::trusted},
        {"signing", judged(verifier, certificate, Purpose::signing, address)},
        {"encryption", judged(verifier, certificate, Purpose::encryption, address)}};
  return all;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  try {
    Library library(arguments[1], Library::Access::read_only);
    std::cout << probe(library.main(), arguments[2]).dump() << std::endl;
    library.close();
  } catch (const Error& error) {
    std::cerr << error.message() << " " << error.nss() << std::endl;
    return 3;
  }
  return 0;
}
