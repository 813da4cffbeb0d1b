// SPDX-License-Identifier: MPL-2.0
#include <host/mail/limits.hpp>
#include <host/mail/mbox.hpp>
#include <host/mail/verify.hpp>
#include <host/session/login.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/message_json.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/values_json.hpp>

#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace host::worker {

using nlohmann::json;
using nssbridge::BytesView;
using nssbridge::Error;
using nssbridge::Kind;

namespace {

std::string message_in(const json& params) {
  const auto octets = nssbridge::from_base64(params.at("message").get_ref<const std::string&>());
  if (!octets) throw Error(Kind::invalid_request, "\"message\" is not base64.");
  if (octets->size() > mail::largest_message) throw Error(Kind::too_large, "The message is larger than 20 MiB, more than mail servers take.");
  return {octets->begin(), octets->end()};
}

const nssbridge::Certificate* by_name(const store::Contents& contents, BytesView issuer, BytesView serial) {
  const auto is_it = [&](const nssbridge::StoredCertificate& each) {
    return std::ranges::equal(each.certificate.issuer_der, issuer) && std::ranges::equal(each.certificate.serial, serial);
  };
  const auto found = std::ranges::find_if(contents.certificates, is_it);
  return found == contents.certificates.end() ? nullptr : &found->certificate;
}

/// What came along may complete a chain; nothing is stored.
void add_what_came_along(const mail::Examined& examined, store::Contents& contents) {
  if (!examined.signature) return;
  for (const auto& certificate : examined.signature->certificates)
    if (contents.find(certificate.fingerprint) == nullptr)
      contents.certificates.push_back({.certificate = certificate, .nickname = {}, .key_id = {}, .handle = 0});
}

json result_json(const mail::Examined& examined, const mail::Sender& sender, const mail::Judgement& judgement) {
  json signers = json::array();
  for (const auto& each : judgement.signers) signers.push_back(to_json(each));
  return {{"valid", judgement.valid},
          {"reason", to_json(judgement.reason)},
          {"from", to_json(sender)},
          {"signers", std::move(signers)},
          {"coversWholeMessage", examined.covers_whole},
          {"encrypted", examined.encrypted},
          {"cipher", examined.cipher ? json(*examined.cipher) : json()}};
}

}  // namespace

json verify_message(session::Session& session) {
  const auto profile = session.required_profile("profile");
  const auto given = message_in(session.params());
  const bool of_folder = given.starts_with(mail::folder_start);
  const auto message = of_folder ? mail::without_folder_line(given) : std::string_view(given);
  settle_on({profile.path});
  json result;
  const auto checked = store::check_for_reading(profile);
  nssbridge::Library library(checked.folder, nssbridge::Library::Access::read_only);
  {
    auto contents = store::read(library.main(), checked.state);
    session::Passwords passwords;
    const auto open = [&](BytesView cms) {
      session::log_in(session, library.main(), profile, "profile", passwords);
      return nssbridge::cms::decrypt(cms);
    };
    const auto find = [&](BytesView issuer, BytesView serial) { return by_name(contents, issuer, serial); };
    const auto examined = (of_folder ? mail::examine_of_folder : mail::examine)(message, find, open);
    add_what_came_along(examined, contents);
    const nssbridge::Verifier verifier(contents.certificates, contents.trust, {}, {.at = store::now()});
    const auto sender = mail::sender_of(message);
    result = result_json(examined, sender, mail::judge(examined, sender, verifier));
  }
  result["nss"] = nss_json();
  library.close();
  return result;
}

}  // namespace host::worker
