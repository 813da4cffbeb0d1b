// SPDX-License-Identifier: MPL-2.0
#include "signature_check.hpp"

#include "certificate_parts.hpp"
#include "parallel.hpp"

#include <prerror.h>
#include <secasn1.h>
#include <secerr.h>

namespace nssbridge {
namespace {

PublicKeyHandle public_key(const Certificate& issuer) {
  const SECItem der = borrowed(issuer.spki);
  const KeyInfoHandle info(SECKEY_DecodeDERSubjectPublicKeyInfo(&der));
  return PublicKeyHandle(info ? SECKEY_ExtractPublicKey(info.get()) : nullptr);
}

/// A key of another kind cannot have made the signature: some other authority of the same name did.
bool fits(const Certificate& subject, const Certificate& issuer) {
  const auto& algorithm = subject.signature_algorithm;
  if (algorithm.starts_with("ecdsa-")) return issuer.key.algorithm == "ec";
  if (algorithm.find("-rsa") != std::string::npos) return issuer.key.algorithm.starts_with("rsa");
  return true;
}

bool is_verdict(PRErrorCode error) {
  return error == SEC_ERROR_BAD_SIGNATURE || error == SEC_ERROR_BAD_DER;
}

Signature verify(const Certificate& subject, const Certificate& issuer) {
  if (!fits(subject, issuer)) return Signature::bad;
  const PublicKeyHandle key = public_key(issuer);
  const ArenaHandle arena(PORT_NewArena(DER_DEFAULT_CHUNKSIZE));
  if (!key || !arena) return Signature::undecided;
  CERTSignedData signed_data{};
  const SECItem der = borrowed(subject.der);
  if (SEC_QuickDERDecodeItem(arena.get(), &signed_data, SEC_ASN1_GET(CERT_SignedDataTemplate), &der) !=
      SECSuccess)
    return Signature::bad;
  if (CERT_VerifySignedDataWithPublicKey(&signed_data, key.get(), nullptr) == SECSuccess)
    return Signature::good;
  return is_verdict(PR_GetError()) ? Signature::bad : Signature::undecided;
}

}  // namespace

Signature SignatureChecker::check(const Certificate& subject, const Certificate& issuer) {
  const Names pair(subject.fingerprint, issuer.fingerprint);
  if (const auto known = m_known.find(pair); known != m_known.end()) return known->second;
  return m_known.emplace(pair, verify(subject, issuer)).first->second;
}

void SignatureChecker::check_ahead(std::span<const Pair> pairs) {
  std::vector<Signature> found(pairs.size());
  in_parallel(pairs.size(), [&](std::size_t i) { found[i] = verify(*pairs[i].first, *pairs[i].second); });
  for (std::size_t i = 0; i < pairs.size(); ++i)
    m_known.emplace(Names(pairs[i].first->fingerprint, pairs[i].second->fingerprint), found[i]);
}

}  // namespace nssbridge
