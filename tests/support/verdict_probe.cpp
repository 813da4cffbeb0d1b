// SPDX-License-Identifier: MPL-2.0
// verdict_probe PROFILE ADDRESS [--a-day-old]: what is read and judged of every certificate of a profile without a primary
// password, as JSON by fingerprint, for the comparison with the real Thunderbird. Judged now, or each as of a day after its
// validity began.
#include <nssbridge/verdict.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <iostream>
#include <optional>
#include <string>

namespace {

using namespace nssbridge;
using nlohmann::json;

constexpr Time day = 24 * 60 * 60;

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
          {"letsSign", lets_sign(verdict)},
          {"offered", verifier.offered(certificate, purpose, &address)}};
}

json described(const StoredCertificate& stored, const Verifier& verifier, const std::string& address) {
  const Certificate& certificate = stored.certificate;
  return {{"displayName", certificate.display_name},
          {"dbKey", certificate.db_key},
          {"subject", certificate.subject},
          {"notBefore", certificate.not_before},
          {"nickname", stored.nickname},
          {"emailTrusted", verifier.trust_of(certificate).email == Trust::trusted},
          {"webTrusted", verifier.trust_of(certificate).web == Trust::trusted},
          {"signing", judged(verifier, certificate, Purpose::signing, address)},
          {"encryption", judged(verifier, certificate, Purpose::encryption, address)}};
}

json probe(const Token& token, const std::string& address, bool a_day_old) {
  const auto certificates = token.certificates();
  std::set<Bytes> key_ids;
  for (const auto& key : token.private_keys()) key_ids.insert(key.key_id);
  const auto trust = read_trust(token);
  std::optional<Verifier> verifier;
  json all = json::object();
  for (const auto& stored : certificates) {
    if (!verifier || a_day_old) {
      const Time at = a_day_old ? stored.certificate.not_before + day : now();
      verifier.emplace(certificates, trust, key_ids, Verifier::Options{.at = at});
    }
    all[stored.certificate.fingerprint.hex()] = described(stored, *verifier, address);
  }
  return all;
}

}  // namespace

int main(int count, char** arguments) {
  const bool a_day_old = count == 4 && std::string(arguments[3]) == "--a-day-old";
  if (count != 3 && !a_day_old) return 2;
  try {
    Library library(arguments[1], Library::Access::read_only);
    std::cout << probe(library.main(), arguments[2], a_day_old).dump() << std::endl;
    library.close();
  } catch (const Error& error) {
    std::cerr << error.message() << " " << error.nss() << std::endl;
    return 3;
  }
  return 0;
}
