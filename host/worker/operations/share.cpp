// SPDX-License-Identifier: MPL-2.0
#include <host/sharing/shared_file.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/fingerprints.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>

#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

namespace host::worker {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

namespace {

json chain_json(const nssbridge::Chain& chain) {
  json list = json::array();
  for (const auto* each : chain.certificates)
    list.push_back({{"fingerprint", each->fingerprint.hex()}, {"subject", nssbridge::to_valid_utf8(each->subject)}});
  return list;
}

json shared(const session::Session& session, const store::Contents& contents, const nssbridge::Verifier& verifier) {
  const auto form = sharing::form_of(session.params().at("name").get_ref<const std::string&>());
  if (!form) throw Error(Kind::invalid_request, "The file's name ends with none of .p7b, .cer, .vcf.");
  const auto name = named_certificate(session, contents, session.params().at("certificate").get_ref<const std::string&>());
  const auto* stored = contents.find(name);
  if (stored == nullptr)
    throw Error(Kind::certificate_not_found, "The profile has no such certificate. `certferry certificates` lists them.");
  auto chain = verifier.chain(stored->certificate);
  if (*form != sharing::Form::bundle) chain.certificates.resize(1);
  json emails = json::array();
  for (const auto& email : stored->certificate.emails) emails.push_back(nssbridge::to_valid_utf8(email));
  return {{"form", sharing::name_of(*form)},
          {"fingerprint", name.hex()},
          {"emails", std::move(emails)},
          {"notAfter", nssbridge::to_rfc3339(stored->certificate.not_after)},
          {"certificates", chain_json(chain)},
          {"chainIsComplete", chain.complete},
          {"data", nssbridge::to_base64(sharing::shared_file(*form, chain.certificates))}};
}

}  // namespace

json share_certificate(session::Session& session) {
  const auto profile = session.required_profile("profile");
  settle_on({profile.path});
  json result;
  with_contents(profile, [&](const store::Contents& contents, const nssbridge::Verifier& verifier) { result = shared(session, contents, verifier); });
  return result;
}

}  // namespace host::worker
