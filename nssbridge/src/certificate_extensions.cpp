// SPDX-License-Identifier: MPL-2.0
#include "certificate_parts.hpp"
#include "der_reader.hpp"
#include "der_tags.hpp"

#include <secasn1.h>
#include <secoid.h>

#include <algorithm>
#include <array>
#include <set>

namespace nssbridge {
namespace {

/// Content octets of the OBJECT IDENTIFIERs that are read here.
constexpr std::array<std::uint8_t, 3> key_usage{0x55, 0x1D, 0x0F};
constexpr std::array<std::uint8_t, 3> subject_key_identifier{0x55, 0x1D, 0x0E};
constexpr std::array<std::uint8_t, 3> name_constraints{0x55, 0x1D, 0x1E};
constexpr std::array<std::uint8_t, 3> certificate_policies{0x55, 0x1D, 0x20};
constexpr std::array<std::uint8_t, 3> basic_constraints{0x55, 0x1D, 0x13};
constexpr std::array<std::uint8_t, 3> authority_key_identifier{0x55, 0x1D, 0x23};
constexpr std::array<std::uint8_t, 3> extended_key_usage{0x55, 0x1D, 0x25};
constexpr std::array<std::uint8_t, 8> authority_information{0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01};
constexpr std::array<std::uint8_t, 8> web_features{0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x18};
constexpr std::array<std::uint8_t, 8> utf8_mailbox{0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x08, 0x09};
constexpr std::array<std::uint8_t, 9> netscape_certificate_type{0x60, 0x86, 0x48, 0x01, 0x86,
                                                                0xF8, 0x42, 0x01, 0x01};

/// What mozpkix understands when it is critical (pkixcert.cpp, BackCert::RememberExtension). Netscape's type
/// counts only beside the standard extensions, which is looked at apart.
const std::set<std::string, std::less<>> understood{"2.5.29.15",
                                                    "2.5.29.17",
                                                    "2.5.29.19",
                                                    "2.5.29.30",
                                                    "2.5.29.32",
                                                    "2.5.29.36",
                                                    "2.5.29.37",
                                                    "2.5.29.54",
                                                    "1.3.6.1.5.5.7.1.1",
                                                    "1.3.6.1.5.5.7.48.1.5",
                                                    "1.3.6.1.5.5.7.1.24",
                                                    "1.3.6.1.5.5.7.1.3",
                                                    "1.3.6.1.4.1.11129.2.4.2"};

/// Of those, what NSS's classic verifier does not support when it is critical (secoid.c).
const std::set<std::string, std::less<>> unknown_to_classic{
    "2.5.29.32",          "2.5.29.36", "2.5.29.54", "1.3.6.1.5.5.7.1.24", "1.3.6.1.5.5.7.1.3",
    "1.3.6.1.4.1.11129.2.4.2"};

/// The first octet of a BIT STRING; nothing if it is none.
std::optional<unsigned> first_octet(const Decoding& decoding, BytesView encoded) {
  SECItem bits{siBuffer, nullptr, 0};
  const SECItem der = borrowed(encoded);
  if (SEC_QuickDERDecodeItem(decoding.arena, &bits, SEC_ASN1_GET(SEC_BitStringTemplate), &der) != SECSuccess)
    return std::nullopt;
  return bits.len == 0 || bits.data == nullptr ? 0U : bits.data[0];
}

void fill_key_usage(const Decoding& decoding, BytesView encoded, Certificate& certificate) {
  const unsigned set = first_octet(decoding, encoded).value_or(0);
  certificate.key_usage = KeyUsage{.digital_signature = (set & 0x80U) != 0,
                                   .non_repudiation = (set & 0x40U) != 0,
                                   .key_encipherment = (set & 0x20U) != 0,
                                   .data_encipherment = (set & 0x10U) != 0,
                                   .key_agreement = (set & 0x08U) != 0,
                                   .key_cert_sign = (set & 0x04U) != 0,
                                   .crl_sign = (set & 0x02U) != 0};
}

void fill_netscape_type(const Decoding& decoding, BytesView encoded, Certificate& certificate) {
  certificate.netscape_type = first_octet(decoding, encoded).value_or(0);
}

void fill_extended_usages(const Decoding&, BytesView encoded, Certificate& certificate) {
  certificate.extended_usages.emplace();
  const SECItem der = borrowed(encoded);
  const Handle<CERTOidSequence, CERT_DestroyOidSequence> usages(CERT_DecodeOidSequence(&der));
  if (!usages || usages->oids == nullptr) return;
  for (SECItem** oid = usages->oids; *oid != nullptr; ++oid)
    certificate.extended_usages->push_back(dotted_oid(view(**oid)));
}

void fill_basic_constraints(const Decoding&, BytesView encoded, Certificate& certificate) {
  CERTBasicConstraints constraints{};
  const SECItem der = borrowed(encoded);
  if (CERT_DecodeBasicConstraintValue(&constraints, &der) != SECSuccess) {
    certificate.malformed = true;
    return;
  }
  certificate.is_authority = constraints.isCA;
  if (constraints.isCA && constraints.pathLenConstraint >= 0)
    certificate.path_length = constraints.pathLenConstraint;
}

void fill_subject_key_id(const Decoding& decoding, BytesView encoded, Certificate& certificate) {
  SECItem id{siBuffer, nullptr, 0};
  const SECItem der = borrowed(encoded);
  if (SEC_QuickDERDecodeItem(decoding.arena, &id, SEC_ASN1_GET(SEC_OctetStringTemplate), &der) == SECSuccess)
    certificate.subject_key_id = copy(id);
}

void fill_authority_key_id(const Decoding& decoding, BytesView encoded, Certificate& certificate) {
  const SECItem der = borrowed(encoded);
  const CERTAuthKeyID* id = CERT_DecodeAuthKeyID(decoding.arena, &der);
  if (id != nullptr && id->keyID.len > 0) certificate.authority_key_id = copy(id->keyID);
}

void fill_issuer_urls(const Decoding& decoding, BytesView encoded, Certificate& certificate) {
  const SECItem der = borrowed(encoded);
  CERTAuthInfoAccess** accesses = CERT_DecodeAuthInfoAccessExtension(decoding.arena, &der);
  for (; accesses != nullptr && *accesses != nullptr; ++accesses) {
    const CERTAuthInfoAccess& access = **accesses;
    if (SECOID_FindOIDTag(&access.method) != SEC_OID_PKIX_CA_ISSUERS || access.location == nullptr) continue;
    if (access.location->type != certURI) continue;
    const SECItem& url = access.location->name.other;
    certificate.issuer_urls.push_back(to_valid_utf8({reinterpret_cast<const char*>(url.data), url.len}));
  }
}

void fill_policies(const Decoding&, BytesView encoded, Certificate& certificate) {
  DerReader policies(DerReader(encoded).content_of(der::sequence_tag).value_or(BytesView{}));
  while (const auto policy = policies.content_of(der::sequence_tag))
    if (const auto name = DerReader(*policy).content_of(der::oid_tag)) certificate.policies.push_back(dotted_oid(*name));
}

/// NSS's own reader knows no such name (otherName of RFC 9598).
bool has_utf8_mailbox(BytesView alternatives) {
    DerReader names(DerReader(alternatives).content_of(der::sequence_tag).value_or(BytesView{}));
  while (const auto name = names.next()) {
    const auto kind = name->tag == der::context_0 ? DerReader(name->content).content_of(der::oid_tag) : std::nullopt;
    if (kind && std::ranges::equal(*kind, utf8_mailbox)) return true;
  }
  return false;
}

void keep_alternatives(const Decoding&, BytesView encoded, Certificate& certificate) {
  certificate.subject_alternatives.emplace(encoded.begin(), encoded.end());
  certificate.has_utf8_address = has_utf8_mailbox(encoded);
}

void keep_name_constraints(const Decoding&, BytesView encoded, Certificate& certificate) {
  certificate.name_constraints.emplace(encoded.begin(), encoded.end());
}

void keep_web_features(const Decoding&, BytesView encoded, Certificate& certificate) {
  certificate.web_features.emplace(encoded.begin(), encoded.end());
}

struct Reader {
  BytesView oid;
  void (*read)(const Decoding&, BytesView, Certificate&);
};

constexpr std::array readers{
    Reader{key_usage, fill_key_usage},
    Reader{netscape_certificate_type, fill_netscape_type},
    Reader{extended_key_usage, fill_extended_usages},
    Reader{certificate_policies, fill_policies},
    Reader{basic_constraints, fill_basic_constraints},
    Reader{subject_key_identifier, fill_subject_key_id},
    Reader{authority_key_identifier, fill_authority_key_id},
    Reader{authority_information, fill_issuer_urls},
    Reader{subject_alt_name, keep_alternatives},
    Reader{name_constraints, keep_name_constraints},
    Reader{web_features, keep_web_features},
};

bool is_critical(const CERTCertExtension& extension) {
  return extension.critical.data != nullptr && extension.critical.len == 1 && extension.critical.data[0] != 0;
}

bool same(const SECItem& item, BytesView oid) {
  return std::ranges::equal(view(item), oid);
}

/// The rules of mozpkix about criticality, see `understood`.
bool is_unknown_critical(const CERTCertificate& raw, const CERTCertExtension& extension) {
  if (!is_critical(extension)) return false;
  if (same(extension.id, netscape_certificate_type))
    return !extension_value(raw, basic_constraints) || !extension_value(raw, extended_key_usage);
  return !understood.contains(dotted_oid(view(extension.id)));
}

}  // namespace

std::optional<BytesView> extension_value(const CERTCertificate& raw, BytesView oid) {
  for (CERTCertExtension** each = raw.extensions; each != nullptr && *each != nullptr; ++each)
    if (same((*each)->id, oid)) return view((*each)->value);
  return std::nullopt;
}

void fill_extensions(const Decoding& decoding, Certificate& certificate) {
  const CERTCertificate& raw = *decoding.raw;
  std::set<std::string> seen;
  for (CERTCertExtension** each = raw.extensions; each != nullptr && *each != nullptr; ++each) {
    const CERTCertExtension& extension = **each;
    const std::string oid = dotted_oid(view(extension.id));
    if (is_unknown_critical(raw, extension)) certificate.unknown_critical_extension = true;
    if (is_critical(extension) && same(extension.id, key_usage)) certificate.key_usage_critical = true;
    if (is_critical(extension) && unknown_to_classic.contains(oid)) certificate.unknown_to_classic = true;
    if (understood.contains(oid) && !seen.insert(oid).second) certificate.repeated_extension = true;
    const auto reader =
        std::ranges::find_if(readers, [&](const Reader& known) { return same(extension.id, known.oid); });
    if (reader != readers.end()) reader->read(decoding, view(extension.value), certificate);
  }
  const bool first_version = raw.version.len == 0 || (raw.version.len == 1 && raw.version.data[0] == 0);
  if (first_version && certificate.self_issued()) certificate.is_authority = true;
}

}  // namespace nssbridge
