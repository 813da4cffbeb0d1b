// SPDX-License-Identifier: MPL-2.0
#include <host/recipients/check.hpp>
#include <host/selection/choose.hpp>
#include <host/selection/find_identity.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/values_json.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace host::worker {

using nlohmann::json;
using nssbridge::Certificate;
using nssbridge::Purpose;

namespace {

/// Thunderbird encrypts to the own certificate too: the one of the first identity that has selected one.
const Certificate* own_certificate(const std::vector<selection::Identity>& identities, const store::Contents& contents,
                                   const nssbridge::Verifier& verifier) {
  const auto first = std::ranges::find_if(identities, [](const auto& each) { return each.encryption.has_value(); });
  if (first == identities.end()) return nullptr;
  const auto resolved = selection::resolve(*first->encryption, Purpose::encryption, first->email, contents, verifier);
  return resolved.certificate == nullptr ? nullptr : &resolved.certificate->certificate;
}

json next_json(const Certificate* next) {
  if (next == nullptr) return {};
  return {{"fingerprint", next->fingerprint.hex()}, {"notAfter", nssbridge::to_rfc3339(next->not_after)}};
}

json cipher_json(const std::optional<std::string>& cipher) { return cipher ? json(*cipher) : json(); }

json recipient_json(const recipients::Recipient& recipient) {
  const auto* certificate = recipient.certificate;
  return {{"address", recipient.address},
          {"canEncrypt", to_json(recipient.can_encrypt)},
          {"fingerprint", certificate != nullptr ? json(certificate->fingerprint.hex()) : json()},
          {"notAfter", certificate != nullptr ? json(nssbridge::to_rfc3339(certificate->not_after)) : json()},
          {"next", next_json(recipient.next)},
          {"cipher", cipher_json(recipient.cipher)}};
}

json answer(const session::Session& session, const std::vector<selection::Identity>& identities, const store::Contents& contents,
            const std::vector<nssbridge::SmimeProfile>& profiles) {
  const nssbridge::Verifier verifier(contents.certificates, contents.trust, {}, {.at = store::now()});
  const auto addresses = session.params().at("addresses").get<std::vector<std::string>>();
  const auto checked = recipients::check(addresses, {contents, profiles, verifier, own_certificate(identities, contents, verifier)});
  json list = json::array();
  for (const auto& each : checked.each) list.push_back(recipient_json(each));
  return {{"recipients", std::move(list)}, {"cipher", cipher_json(checked.cipher)}, {"nss", nss_json()}};
}

}  // namespace

json check_recipients(session::Session& session) {
  const auto profile = session.required_profile("profile");
  settle_on({profile.path});
  const auto identities = selection::identities_in(profile.path);
  json result;
  if (profile.format == nssbridge::files::Format::none) {
    with_contents(profile, [&](const store::Contents& contents, const nssbridge::Verifier&) { result = answer(session, identities, contents, {}); });
    return result;
  }
  const auto checked = store::check_for_reading(profile);
  nssbridge::Library library(checked.folder, nssbridge::Library::Access::read_only);
  const auto contents = store::read_for_looking(library.main(), checked);
  result = answer(session, identities, contents, nssbridge::smime_profiles(library.main()));
  library.close();
  return result;
}

}  // namespace host::worker
