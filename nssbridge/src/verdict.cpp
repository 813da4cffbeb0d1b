// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/international_address.hpp>
#include <nssbridge/verdict.hpp>

#include "verdict_checks.hpp"
#include "verdict_classic.hpp"
#include "verdict_path.hpp"
#include "verdict_picker.hpp"

#include <algorithm>

namespace nssbridge {

struct Verifier::State {
  State(const std::vector<StoredCertificate>& certificates, TrustMap trust,
        std::optional<std::set<Bytes>> keys, Options how)
      : options(how), key_ids(std::move(keys)), knowledge(certificates, std::move(trust), how.trust_known) {}

  Options options;
  std::optional<std::set<Bytes>> key_ids;
  Knowledge knowledge;
};

Verifier::Verifier(const std::vector<StoredCertificate>& certificates, TrustMap trust,
                   std::optional<std::set<Bytes>> key_ids, Options options)
    : m_state(std::make_unique<State>(certificates, std::move(trust), std::move(key_ids), options)) {}
Verifier::~Verifier() = default;
Verifier::Verifier(Verifier&&) noexcept = default;

Chain Verifier::chain(const Certificate& leaf, std::optional<Time> at) const {
  return PathBuilder(m_state->knowledge, at.value_or(m_state->options.at)).build(leaf);
}

namespace {

/// What is worth saying although Thunderbird accepts the certificate.
void add_warnings(const Certificate& certificate, std::optional<bool> has_key, std::vector<Reason>& found) {
  if (has_key == false) found.push_back(reasons::no_private_key());
  if (certificate.emails.empty()) found.push_back(reasons::no_address());
  if (certificate.key.algorithm == "rsa" && certificate.key.bits >= 1024 && certificate.key.bits < 2048)
    found.push_back(reasons::short_key());
}

}  // namespace

void Verifier::prepare(const std::vector<const StoredCertificate*>& certificates) const {
  m_state->knowledge.check_ahead(certificates, m_state->options.at);
}

Verdict Verifier::verdict(const Certificate& certificate, Purpose purpose, const std::string* address) const {
  return judge(certificate, purpose, address, chain(certificate));
}

Verdicts Verifier::verdicts(const Certificate& certificate, const std::string* address) const {
  const Chain above = chain(certificate);
  return {judge(certificate, Purpose::signing, address, above),
          judge(certificate, Purpose::encryption, address, above)};
}

Verdict Verifier::judge(const Certificate& certificate, Purpose purpose, const std::string* address,
                        const Chain& above) const {
  const Time at = m_state->options.at;
  const bool is_anchor = m_state->knowledge.anchor(certificate) == Anchor::trusted;
  Verdict verdict;
  checks::common(certificate, reasons::Place::itself, at, is_anchor, verdict.reasons);
  checks::leaf_usages(certificate, purpose, verdict.reasons);
  std::ranges::copy(above.problems, std::back_inserter(verdict.reasons));
  if (address != nullptr && !address->empty() && !certificate.emails.empty() &&
      !carries_address(certificate, *address))
    verdict.reasons.push_back(carries_in_other_form(certificate, *address) ? reasons::address_in_other_form()
                                                                          : reasons::address_mismatch());
  verdict.ok = verdict.reasons.empty();
  if (verdict.ok) add_differences(certificate, purpose, above, verdict.reasons);
  add_warnings(certificate, has_private_key(certificate), verdict.reasons);
  return verdict;
}

/// The classic verifier takes no trust in a leaf for trust in what issued it.
void Verifier::add_differences(const Certificate& certificate, Purpose purpose, const Chain& chain,
                               std::vector<Reason>& found) const {
  const bool ends_at_leaf = chain.certificates.size() == 1 && !certificate.self_issued();
  if (!ends_at_leaf || purpose == Purpose::signing) return classic::differences(certificate, purpose, chain, found);
  classic::differences(certificate, purpose, PathBuilder(m_state->knowledge, m_state->options.at).build(certificate, false),
                       found);
}

bool Verifier::offered(const Certificate& certificate, Purpose purpose, const std::string* address) const {
  if (!has_private_key(certificate).value_or(true)) return false;
  if (!picker::valid(certificate, m_state->options.at)) return false;
  if (!picker::usable(certificate, purpose)) return false;
  if (address == nullptr || address->empty() || certificate.emails.empty()) return true;
  return carries_address(certificate, *address);
}

TrustPair Verifier::trust_of(const Certificate& certificate) const {
  return m_state->knowledge.trust_of(certificate);
}

std::optional<bool> Verifier::has_private_key(const Certificate& certificate) const {
  if (!m_state->key_ids) return std::nullopt;
  return m_state->key_ids->contains(certificate.key_id);
}

bool lets_sign(const Verdict& of_encryption) {
  return std::ranges::none_of(of_encryption.reasons, [](const Reason& reason) {
    return std::ranges::find(reason.rules, "nss:classic") != reason.rules.end();
  });
}

}  // namespace nssbridge
