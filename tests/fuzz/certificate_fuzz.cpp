// SPDX-License-Identifier: MPL-2.0
// Certificates as they lie in databases, keys and messages: decoding, chains among them, verdicts. One or
// several, one after the other.
#include <nssbridge/certificate.hpp>
#include <nssbridge/library.hpp>
#include <nssbridge/verdict.hpp>

#include <algorithm>
#include <set>

#include "nssbridge/src/der_reader.hpp"
#include "nssbridge/src/stored_form.hpp"
#include "support/promise.hpp"

using namespace nssbridge;

namespace {

constexpr std::size_t most_certificates = 8;
constexpr Time now = 1795600000;  // November 2026

bool is_utf8(const std::string& text) {
  return to_valid_utf8(text) == text;
}

void check_decoded(const Certificate& certificate, BytesView der) {
  fuzz::promise(std::ranges::equal(certificate.der, der), "the DER stays as it is");
  for (const auto& text : {certificate.subject, certificate.issuer, certificate.display_name})
    fuzz::promise(is_utf8(text), "names are UTF-8");
  for (const auto& list : {certificate.emails, certificate.issuer_urls})
    fuzz::promise(std::ranges::all_of(list, is_utf8), "addresses are UTF-8");
  const std::set<std::string> once(certificate.emails.begin(), certificate.emails.end());
  fuzz::promise(once.size() == certificate.emails.size() && !once.contains(""), "each address is there once");
  const auto key = from_base64(certificate.db_key);
  fuzz::promise(key && key->size() == 16 + certificate.serial.size() + certificate.issuer_der.size(),
                "a dbKey holds serial and issuer");
  fuzz::promise(decode_certificate(der).fingerprint == certificate.fingerprint,
                "decoding again gives the same");
  to_rfc3339(certificate.not_before);
  to_rfc3339(certificate.not_after);
  stored_email(certificate);
  made_nickname(certificate);
  can_serve_email(certificate);
  for (const auto& address : certificate.emails) carries_address(certificate, address);
}

void check_chain(const Chain& chain, const Certificate& leaf) {
  fuzz::promise(!chain.certificates.empty() && chain.certificates.front() == &leaf,
                "a chain begins with the leaf");
  const std::set<const Certificate*> once(chain.certificates.begin(), chain.certificates.end());
  fuzz::promise(once.size() == chain.certificates.size() && !once.contains(nullptr), "a chain has no loop");
  fuzz::promise(!chain.root_trusted || chain.complete, "only what ends in a root is trusted");
}

void check_verdicts(const std::vector<StoredCertificate>& stored) {
  const std::string address = "alice@example.test";
  const Verifier verifier(stored, {}, std::set<Bytes>{stored.back().certificate.key_id}, {.at = now});
  for (const auto& each : stored) {
    check_chain(verifier.chain(each.certificate), each.certificate);
    for (const auto purpose : {Purpose::signing, Purpose::encryption}) {
      const auto verdict = verifier.verdict(each.certificate, purpose, &address);
      fuzz::promise(verdict.ok || !verdict.reasons.empty(), "a refusal has a reason");
      verifier.offered(each.certificate, purpose, &address);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Library library;
  std::vector<StoredCertificate> stored;
  DerReader reader({data, size});
  while (stored.size() < most_certificates) {
    const auto element = reader.next();
    if (!element) break;
    auto certificate = fuzz::unless_refused([&] { return decode_certificate(element->whole); });
    if (!certificate) continue;
    check_decoded(*certificate, element->whole);
    stored.push_back({*std::move(certificate), "", {}, stored.size()});
  }
  if (!stored.empty()) check_verdicts(stored);
  return 0;
}
