// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/cms.hpp>
#include <nssbridge/error.hpp>

#include "certificate_parts.hpp"
#include "cms_parts.hpp"

#include <sechash.h>
#include <secoid.h>

#include <algorithm>
#include <array>
#include <limits>

namespace nssbridge::cms {
namespace {

// More than any mail has; a hostile one is not worth the time of a thousand signatures.
constexpr int most_signers = 16;
constexpr std::size_t most_certificates = 128;

struct DigestName {
  SECOidTag tag;
  const char* name;
};

constexpr std::array digests{
    DigestName{SEC_OID_MD5, "md5"},       DigestName{SEC_OID_SHA1, "sha1"},     DigestName{SEC_OID_SHA224, "sha224"},
    DigestName{SEC_OID_SHA256, "sha256"}, DigestName{SEC_OID_SHA384, "sha384"}, DigestName{SEC_OID_SHA512, "sha512"},
};

const DigestName* digest_of(SECAlgorithmID& algorithm) {
  const auto* found = std::ranges::find(digests, SECOID_GetAlgorithmTag(&algorithm), &DigestName::tag);
  return found == digests.end() ? nullptr : found;
}

std::vector<Certificate> certificates_in(NSSCMSSignedData& data) {
  std::vector<Certificate> found;
  SECItem** raw = data.rawCerts;
  for (; raw != nullptr && *raw != nullptr && found.size() < most_certificates; ++raw) {
    try {
      found.push_back(decode_certificate(view(**raw)));
    } catch (const Error&) {
      continue;  // one that nobody can read is no signer's, and no issuer's
    }
  }
  return found;
}

std::shared_ptr<const Certificate> certificate_named(const NamedCertificate& name, const std::vector<Certificate>& came_along, const Find& find) {
  for (const auto& each : came_along) {
    const bool is_it = name.key_id.empty() ? std::ranges::equal(each.issuer_der, name.issuer) && std::ranges::equal(each.serial, name.serial)
                                           : each.subject_key_id && std::ranges::equal(*each.subject_key_id, name.key_id);
    if (is_it) return std::make_shared<const Certificate>(each);
  }
  const Certificate* known = name.key_id.empty() ? find(name.issuer, name.serial) : nullptr;
  return known == nullptr ? nullptr : std::make_shared<const Certificate>(*known);
}

std::shared_ptr<const Certificate> certificate_of(const NSSCMSSignerInfo& signer, const std::vector<Certificate>& came_along, const Find& find) {
  if (signer.signerIdentifier.identifierType == NSSCMSSignerID_SubjectKeyID) {
    const SECItem* wanted = signer.signerIdentifier.id.subjectKeyID;
    if (wanted == nullptr || wanted->len == 0) return nullptr;
    return certificate_named({{}, {}, view(*wanted)}, came_along, find);
  }
  const CERTIssuerAndSN* name = signer.signerIdentifier.id.issuerAndSN;
  if (name == nullptr) return nullptr;
  return certificate_named({view(name->derIssuer), view(name->serialNumber), {}}, came_along, find);
}

void note_what_is_learnt(const NSSCMSSignerInfo& info, const SignedMessage& message, const Find& find, Signer& signer) {
  signer.capabilities = signed_attribute(info, SEC_OID_PKCS9_SMIME_CAPABILITIES);
  signer.kept_time = signed_attribute(info, SEC_OID_PKCS9_SIGNING_TIME);
  const auto preference = signed_attribute(info, SEC_OID_SMIME_ENCRYPTION_KEY_PREFERENCE);
  const auto named = preference ? encryption_preference(*preference) : std::nullopt;
  if (named) signer.encryption_certificate = certificate_named(*named, message.certificates, find);
}

Outcome outcome_of(NSSCMSVerificationStatus status) {
  switch (status) {
    case NSSCMSVS_GoodSignature: return Outcome::good;
    case NSSCMSVS_DigestMismatch: return Outcome::altered;
    case NSSCMSVS_SignatureAlgorithmUnknown:
    case NSSCMSVS_SignatureAlgorithmUnsupported: return Outcome::unsupported;
    default: return Outcome::bad;
  }
}

class Check {
 public:
  Check(NSSCMSSignedData& data, std::optional<BytesView> detached, const SignedMessage& message)
      : m_data(data), m_detached(detached), m_content_differs(detached && message.content && !std::ranges::equal(*detached, *message.content)) {}

  Outcome outcome(NSSCMSSignerInfo& signer, const Certificate& certificate) const {
    if (m_content_differs) return Outcome::altered;
    const auto* name = digest_of(signer.digestAlg);
    if (name == nullptr) return Outcome::unsupported;
    auto digest = m_detached ? computed(*name) : came_with_decoding(*name);
    // Without a content nothing was hashed on the way; a hash that this NSS may not make any more fails.
    if (digest.empty()) return m_detached ? Outcome::unsupported : Outcome::altered;
    const CertificateHandle decoded(CERT_DecodeCertFromPackage(octets(certificate.der), static_cast<int>(certificate.der.size())));
    if (!decoded) return Outcome::bad;
    signer.cert = CERT_DupCertificate(decoded.get());  // the message owns it now
    SECItem item = borrowed(digest);
    if (NSS_CMSSignerInfo_Verify(&signer, &item, &m_data.contentInfo.contentType) == SECSuccess) return Outcome::good;
    const bool refused = PORT_GetError() == SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED;
    return refused ? Outcome::unsupported : outcome_of(NSS_CMSSignerInfo_GetVerificationStatus(&signer));
  }

 private:
  static char* octets(const Bytes& bytes) { return reinterpret_cast<char*>(const_cast<std::uint8_t*>(bytes.data())); }

  Bytes computed(const DigestName& name) const {
    Bytes digest(HASH_ResultLenByOidTag(name.tag));
    const auto size = m_detached->size();
    if (size > static_cast<std::size_t>(std::numeric_limits<PRInt32>::max())) return {};
    const bool done = PK11_HashBuf(name.tag, digest.data(), m_detached->data(), static_cast<PRInt32>(size)) == SECSuccess;
    return done ? digest : Bytes{};
  }

  Bytes came_with_decoding(const DigestName& name) const {
    for (int i = 0; m_data.digestAlgorithms != nullptr && m_data.digestAlgorithms[i] != nullptr; ++i)
      if (m_data.digests != nullptr && m_data.digests[i] != nullptr && SECOID_GetAlgorithmTag(m_data.digestAlgorithms[i]) == name.tag)
        return copy(*m_data.digests[i]);
    return {};
  }

  NSSCMSSignedData& m_data;
  std::optional<BytesView> m_detached;
  bool m_content_differs;
};

Signer checked(NSSCMSSignerInfo& info, const SignedMessage& message, const Check& check, const Find& find) {
  Signer signer;
  const auto* digest = digest_of(info.digestAlg);
  signer.digest = digest != nullptr ? digest->name : dotted_oid(view(info.digestAlg.algorithm));
  PRTime time = 0;
  if (NSS_CMSSignerInfo_GetSigningTime(&info, &time) == SECSuccess && time != 0) signer.signing_time = time / PR_USEC_PER_SEC;
  signer.certificate = certificate_of(info, message.certificates, find);
  note_what_is_learnt(info, message, find, signer);
  signer.outcome = signer.certificate ? check.outcome(info, *signer.certificate) : Outcome::no_certificate;
  return signer;
}

}  // namespace

SignedMessage check_signatures(BytesView message, std::optional<BytesView> detached, const Find& find) {
  const auto read = decoded_message(message);
  if (!read) refuse_message();
  NSSCMSSignedData& data = *static_cast<NSSCMSSignedData*>(outermost(*read, SEC_OID_PKCS7_SIGNED_DATA));
  SignedMessage result;
  result.certificates = certificates_in(data);
  if (NSS_CMSContentInfo_GetContentTypeTag(&data.contentInfo) == SEC_OID_PKCS7_DATA)
    if (const auto* content = static_cast<const SECItem*>(NSS_CMSContentInfo_GetContent(&data.contentInfo)))
      if (content->len > 0) result.content = copy(*content);  // NSS gives an empty one also where there is none
  const Check check(data, detached, result);
  const int signers = NSS_CMSSignedData_SignerInfoCount(&data);
  if (signers > most_signers) refuse_message();
  for (int i = 0; i < signers; ++i)
    if (auto* info = NSS_CMSSignedData_GetSignerInfo(&data, i)) result.signers.push_back(checked(*info, result, check, find));
  return result;
}

}  // namespace nssbridge::cms
