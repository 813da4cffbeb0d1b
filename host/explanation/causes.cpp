// SPDX-License-Identifier: MPL-2.0
#include <host/explanation/causes.hpp>

#include <algorithm>

namespace host::explanation {

using nssbridge::Purpose;
using nssbridge::Reason;

namespace {

constexpr std::size_t longest_address = 512;

/// The certificate's maker wrote it: nothing that a shell, a terminal or a reader could take for something else.
bool is_plain_web_address(const std::string& address) {
  const bool web = address.starts_with("http://") || address.starts_with("https://");
  return web && address.size() <= longest_address && std::ranges::all_of(address, [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view("-._~:/?#[]@!&*+,;=%").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

}  // namespace

Reason not_selected(Purpose purpose) {
  return {"not-found",
          purpose == Purpose::signing ? "No certificate is selected for signing." : "No certificate is selected for encryption.",
          std::nullopt};
}

Reason only_other_addresses() {
  return {"address-mismatch",
          "The certificates with keys in this profile are for other addresses than this one (RFC 8550, 3).", std::nullopt};
}

std::optional<std::string> address_of_issuer(const nssbridge::StoredCertificate& certificate,
                                             const nssbridge::Verifier& verifier) {
  const auto chain = verifier.chain(certificate.certificate);
  if (chain.complete) return std::nullopt;
  const auto& urls = chain.certificates.back()->issuer_urls;
  const auto found = std::ranges::find_if(urls, is_plain_web_address);
  if (found == urls.end()) return std::nullopt;
  return "No profile of yours has the certificate of the authority above. The certificate names this address for it: " +
         *found +
         " - Save that file, then bring it in. Certferry fetches nothing.";
}

std::string advice(const std::vector<Reason>& reasons, bool any) {
  for (const auto& reason : reasons)
    if (reason.fix) return reason.fix->text;
  if (any) return "Ask the authority that issued the certificate for another one.";
  return "No profile of yours holds a certificate with a key for this address. Get one from an authority, or bring the one "
         "that you have in a key file into Firefox or Thunderbird, then run this again.";
}

}  // namespace host::explanation
