// SPDX-License-Identifier: MPL-2.0
#include <host/selection/eligible.hpp>

#include <utility>

namespace host::selection {

using nssbridge::Purpose;
using What = Objection::What;

namespace {

std::optional<Objection> objection_to(const std::optional<Stored>& stored, Purpose purpose, const std::string& address,
                                      const store::Contents& contents, const nssbridge::Verifier& verifier) {
  if (!stored) return std::nullopt;
  const auto* found = resolve(*stored, purpose, address, contents, verifier).certificate;
  if (found == nullptr) return Objection{What::not_there, {}};
  auto verdict = verifier.verdict(found->certificate, purpose, &address);
  if (!contents.has_key(found->certificate)) return Objection{What::no_key, std::move(verdict.reasons)};
  if (verdict.ok && verifier.offered(found->certificate, purpose, &address)) return std::nullopt;
  return Objection{purpose == Purpose::signing ? What::not_for_signing : What::not_for_encryption, std::move(verdict.reasons)};
}

}  // namespace

std::string Objection::in_words() const {
  switch (what) {
    case What::not_there: return "the certificate is no longer in the profile";
    case What::no_key: return "its private key is no longer in the profile";
    case What::hinders_signing:
      return "beside the certificate for signing, NSS refuses to name the one for encryption, and no signed mail could be sent";
    default: return "Thunderbird would no longer accept the certificate";
  }
}

std::optional<Objection> objection(const Identity& after, Chosen chosen, const store::Contents& contents,
                                   const nssbridge::Verifier& verifier) {
  std::optional<Objection> found;
  if (chosen.signing) found = objection_to(after.signing, Purpose::signing, after.email, contents, verifier);
  if (!found && chosen.encryption) found = objection_to(after.encryption, Purpose::encryption, after.email, contents, verifier);
  if (found || !after.signing || !after.encryption) return found;
  auto verdict = resolve(*after.encryption, Purpose::encryption, after.email, contents, verifier).verdict;
  if (nssbridge::lets_sign(verdict)) return std::nullopt;
  return Objection{What::hinders_signing, std::move(verdict.reasons)};
}

bool may_be_offered(const nssbridge::Certificate& certificate, Purpose purpose, Identity identity, const store::Contents& contents,
                    const nssbridge::Verifier& verifier) {
  const auto stored = stored_form(certificate);
  const bool signing = purpose == Purpose::signing;
  if (signing || !identity.signing) identity.signing = stored;
  if (!signing) identity.encryption = stored;
  return !objection(identity, {signing, !signing}, contents, verifier);
}

}  // namespace host::selection
