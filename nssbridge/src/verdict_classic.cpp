// SPDX-License-Identifier: MPL-2.0
#include "verdict_classic.hpp"

#include "verdict_picker.hpp"

#include <algorithm>

namespace nssbridge::classic {
namespace {

constexpr unsigned netscape_web_or_email_authority = 0x06, netscape_any_authority = 0x07;
constexpr const char* email_protection = "1.3.6.1.5.5.7.3.4";
constexpr const char* choose_another_for_encryption =
    "Choose another certificate for encryption, or none; this one can still sign.";
constexpr const char* then_nothing_is_signed =
    " Thunderbird's own verifier accepts it, but NSS's classic one, which Thunderbird asks again when it signs, does not: while "
    "this certificate is chosen for encryption, Thunderbird cannot send signed mail.";

/// In the order of who refuses: the picker does not offer it, NSS's CMS code does not sign beside it.
Reason refused(const char* kind, std::string message, const char* what_to_do, std::vector<std::string> rules) {
  return {kind, std::move(message), Fix{what_to_do, std::nullopt}, std::move(rules)};
}

Reason netscape_type(Purpose purpose) {
  std::string message =
      "The Netscape certificate type leaves out e-mail, so Thunderbird's picker does not offer this certificate.";
  if (purpose == Purpose::encryption) message += then_nothing_is_signed;
  auto rules = std::vector<std::string>{"thunderbird:picker"};
  if (purpose == Purpose::encryption) rules.emplace_back("nss:classic");
  return refused("no-email-usage", std::move(message), "Ask the authority that issued it for a certificate for e-mail.",
                 std::move(rules));
}

Reason key_usage_of_other_keys() {
  return refused("no-encryption-usage",
                 std::string("The key usage of this certificate is not the one that its kind of key needs for encryption (key "
                             "encipherment for RSA, key agreement for curves), so Thunderbird's picker does not offer it.") +
                     then_nothing_is_signed,
                 choose_another_for_encryption, {"thunderbird:picker", "nss:classic", "cab-smime:7.1.2.3"});
}

Reason critical_extension(bool of_authority) {
  return refused("unknown",
                 std::string(of_authority ? "The certificate of an authority above this one" : "This certificate") +
                     " has a critical extension about policies or the like." + then_nothing_is_signed,
                 choose_another_for_encryption, {"nss:classic"});
}

Reason authority_of_other_type() {
  return refused("chain-incomplete",
                 std::string("The Netscape certificate type of an authority above this one leaves out certificates for e-mail.") +
                     then_nothing_is_signed,
                 choose_another_for_encryption, {"nss:classic"});
}

Reason trusted_by_itself() {
  return refused("chain-incomplete",
                 std::string("This certificate is trusted by itself, and no trusted root stands above it.") + then_nothing_is_signed,
                 "Import the root of its issuer and trust that one, by its full fingerprint.", {"nss:classic"});
}

bool may_issue_for_email(const Certificate& authority) {
  if (!authority.netscape_type) return true;
  const unsigned type = *authority.netscape_type;
  if ((type & netscape_any_authority) == 0 || (type & netscape_web_or_email_authority) != 0) return true;
  const auto& usages = authority.extended_usages;
  return usages && std::ranges::find(*usages, email_protection) != usages->end();
}

}  // namespace

void differences(const Certificate& certificate, Purpose purpose, const Chain& above, std::vector<Reason>& found) {
  if (!picker::is_for_email(certificate))
    found.push_back(netscape_type(purpose));
  else if (!picker::usable(certificate, purpose))
    found.push_back(key_usage_of_other_keys());
  if (purpose == Purpose::signing) return;
  if (certificate.unknown_to_classic) found.push_back(critical_extension(false));
  if (!above.root_trusted || !above.problems.empty()) found.push_back(trusted_by_itself());
  // What ends a chain was trusted: its own extensions do not matter.
  for (std::size_t i = 1; i + 1 < above.certificates.size(); ++i) {
    if (above.certificates[i]->unknown_to_classic) found.push_back(critical_extension(true));
    if (!may_issue_for_email(*above.certificates[i])) found.push_back(authority_of_other_type());
  }
}

}  // namespace nssbridge::classic
