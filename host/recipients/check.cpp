// SPDX-License-Identifier: MPL-2.0
#include <host/recipients/check.hpp>

#include <nssbridge/bulk_cipher.hpp>

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace host::recipients {
namespace {

using nssbridge::Certificate;
using nssbridge::filed;
using nssbridge::Purpose;
using nssbridge::Verdict;

/// {filed address: the certificates that carry it, in the order of the store}, for these addresses alone.
using ByAddress = std::unordered_map<std::string, std::vector<const Certificate*>>;

ByAddress find_all(const std::vector<std::string>& addresses, const store::Contents& contents) {
  ByAddress found;
  for (const auto& address : addresses) found.try_emplace(filed(address));
  for (const auto& stored : contents.certificates)
    for (const auto& email : stored.certificate.emails)
      if (const auto wanted = found.find(filed(email)); wanted != found.end()) wanted->second.push_back(&stored.certificate);
  return found;
}

Verdict nobody() {
  return {.ok = false,
          .reasons = {{.kind = "not-found",
                       .message = "The profile has no certificate for this address.",
                       .fix = nssbridge::Fix{.text = "Ask for a signed mail. \"certferry learn\" takes the certificate from it, saved as a file, and so does the "
                                                     "add-on's button \"Learn sender\" above the opened mail.",
                                             .command = {}}}}};
}

/// The verifier advises the owner of a certificate. Who only writes to the owner mends the chain, and asks for another certificate.
void advise_sender(Verdict& verdict) {
  for (auto& reason : verdict.reasons)
    if (reason.fix && reason.kind != "root-not-trusted" && reason.kind != "chain-incomplete")
      reason.fix = nssbridge::Fix{.text = "Ask for a signed mail with another certificate of theirs.", .command = {}};
}

void choose(Recipient& recipient, const std::vector<const Certificate*>& carriers, const nssbridge::Verifier& verifier) {
  recipient.can_encrypt = nobody();
  for (const auto* carrier : carriers) {
    auto verdict = verifier.verdict(*carrier, Purpose::encryption, &recipient.address);
    const bool better = recipient.certificate == nullptr || verdict.ok || carrier->not_after > recipient.certificate->not_after;
    if (!better) continue;
    recipient.certificate = carrier;
    recipient.can_encrypt = std::move(verdict);
    if (recipient.can_encrypt.ok) return;
  }
}

const Certificate* next_of(const Recipient& recipient, const std::vector<const Certificate*>& carriers, const nssbridge::Verifier& verifier) {
  const auto takes_over = [&](const Certificate* each) {
    return each->not_after > recipient.certificate->not_after && verifier.verdict(*each, Purpose::encryption, &recipient.address).ok;
  };
  const auto found = std::ranges::find_if(carriers, takes_over);
  return found == carriers.end() ? nullptr : *found;
}

std::string cipher_of(std::vector<nssbridge::CipherVoter> voters, const nssbridge::KnownSoftware& software, const Certificate* own) {
  if (own != nullptr) voters.push_back(software.voter(*own));
  return nssbridge::bulk_cipher(voters);
}

}  // namespace

Recipients check(const std::vector<std::string>& addresses, const Known& known) {
  const auto by_address = find_all(addresses, known.contents);
  const nssbridge::KnownSoftware software(known.smime_profiles);
  Recipients recipients;
  std::vector<nssbridge::CipherVoter> all;
  for (const auto& address : addresses) {
    auto& recipient = recipients.each.emplace_back(Recipient{.address = address, .certificate = nullptr, .can_encrypt = {}, .next = nullptr, .cipher = {}});
    choose(recipient, by_address.at(filed(address)), known.verifier);
    if (recipient.certificate != nullptr && !known.contents.has_key(*recipient.certificate)) advise_sender(recipient.can_encrypt);
    if (!recipient.can_encrypt.ok) continue;
    recipient.next = next_of(recipient, by_address.at(filed(address)), known.verifier);
    all.push_back(software.voter(*recipient.certificate));
    recipient.cipher = cipher_of({all.back()}, software, known.own);
  }
  if (all.size() == addresses.size() && !all.empty()) recipients.cipher = cipher_of(std::move(all), software, known.own);
  return recipients;
}

}  // namespace host::recipients
