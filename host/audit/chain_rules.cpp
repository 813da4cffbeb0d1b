// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

/// CHAIN-*: what stands above a personal certificate.
namespace host::audit {
namespace {

void check_chain(Examination& examination, const Personal& personal) {
  const auto& chain = personal.chain;
  const Severity severity = personal.selected() ? Severity::error : Severity::warning;
  if (!chain.complete) {
    examination.add(RuleId("CHAIN-INCOMPLETE"), severity, *personal.certificate,
                    "An authority above it is not in the store, and Thunderbird fetches none.",
                    {{"missing", chain.certificates.back()->issuer}, {"issuerUrls", chain.certificates.back()->issuer_urls}});
    return;
  }
  // Without the trust records nobody knows.
  if (chain.root_trusted || !examination.facts().trust) return;
  const auto& root = *chain.certificates.back();
  const auto& preferences = examination.facts().preferences;
  // On Windows and macOS roots of the system count for Firefox's and Thunderbird's own verifier (on by default), not for NSS's, which
  // signing asks; on Linux they take none. A copy may come from anywhere.
  const bool may_come_from_system =
      examination.facts().is_copy && !chain.root_distrusted && preferences && preferences->enterprise_roots.value_or(true);
  examination.add(RuleId("CHAIN-ROOT-NOT-EMAIL"), severity, *personal.certificate,
                  chain.root_distrusted ? "The root above it is distrusted."
                                        : "The store does not trust the root above it for e-mail.",
                  {{"root", root.fingerprint.hex()}, {"rootSubject", root.subject}, {"builtin", chain.root_builtin},
                   {"mayComeFromSystem", may_come_from_system}});
}

}  // namespace

void check_chains(Examination& examination) {
  for (const auto& personal : examination.personal())
    if (personal.for_email && !personal.retired()) check_chain(examination, personal);
}

}  // namespace host::audit
