// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/certificate.hpp>

#include "certificate_parts.hpp"
#include "check.hpp"

#include <nssbridge/error.hpp>

#include <secasn1.h>

namespace nssbridge {
namespace {

/// Far above any real certificate (post-quantum ones stay below 100 kB), far below what would hurt.
constexpr std::size_t largest = 4 << 20;

[[noreturn]] void refuse() {
  throw Error(Kind::bad_file,
              "This is not one X.509 certificate in DER. Check where it came from, or leave it out.");
}

/// True if `der` is exactly one SEQUENCE with a definite, minimal length: NSS's decoder ignores what follows.
bool is_one_sequence(BytesView der) {
  if (der.size() < 2 || der.size() > largest || der[0] != 0x30) return false;
  if (der[1] < 0x80) return der.size() == 2U + der[1];
  const std::size_t octets = der[1] & 0x7FU;
  if (octets == 0 || octets > 4 || der.size() < 2 + octets || der[2] == 0) return false;
  std::size_t length = 0;
  for (std::size_t i = 0; i < octets; ++i) length = length << 8 | der[2 + i];
  return length >= 0x80 && der.size() == 2 + octets + length;
}

/// The same templates as NSS's own CERT_DecodeDERCertificate, which is not exported. CERT_NewTempCertificate
/// would look into every open token for each certificate, which makes a list of them quadratic.
CERTCertificate* decode_fields(PLArenaPool* arena, BytesView der) {
  auto* raw = static_cast<CERTCertificate*>(PORT_ArenaZAlloc(arena, sizeof(CERTCertificate)));
  auto* octets = static_cast<unsigned char*>(PORT_ArenaAlloc(arena, static_cast<unsigned>(der.size())));
  if (raw == nullptr || octets == nullptr) fail("There is not enough memory to read a certificate.");
  std::copy(der.begin(), der.end(), octets);
  raw->arena = arena;
  raw->derCert = {siBuffer, octets, static_cast<unsigned>(der.size())};
  if (SEC_QuickDERDecodeItem(arena, raw, SEC_ASN1_GET(SEC_SignedCertificateTemplate), &raw->derCert) !=
      SECSuccess)
    refuse();
  return raw;
}

Time seconds(PRTime time) {
  const Time whole = time / PR_USEC_PER_SEC;
  return time % PR_USEC_PER_SEC < 0 ? whole - 1 : whole;
}

void fill_validity(const CERTCertificate& raw, Certificate& certificate) {
  PRTime not_before = 0, not_after = 0;
  if (CERT_GetCertTimes(&raw, &not_before, &not_after) != SECSuccess) refuse();
  certificate.not_before = seconds(not_before);
  certificate.not_after = seconds(not_after);
}

void append_length(Bytes& bytes, std::size_t length) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(length >> shift));
}

std::string db_key_of(const Certificate& certificate) {
  Bytes key(8, 0);  // module and slot, which Thunderbird never filled in
  append_length(key, certificate.serial.size());
  append_length(key, certificate.issuer_der.size());
  key.insert(key.end(), certificate.serial.begin(), certificate.serial.end());
  key.insert(key.end(), certificate.issuer_der.begin(), certificate.issuer_der.end());
  return to_base64(key);
}

Fingerprint fingerprint_of(BytesView der) {
  Fingerprint fingerprint;
  check(PK11_HashBuf(SEC_OID_SHA256, fingerprint.bytes.data(), der.data(), static_cast<PRInt32>(der.size())),
        "NSS could not compute a fingerprint. Reinstall the application whose NSS was chosen, or libnss3.");
  return fingerprint;
}

}  // namespace

Certificate decode_certificate(BytesView der) {
  if (!is_one_sequence(der)) refuse();
  const ArenaHandle arena(
      check(PORT_NewArena(DER_DEFAULT_CHUNKSIZE), "There is not enough memory to read a certificate."));
  const Decoding decoding{arena.get(), decode_fields(arena.get(), der)};
  const CERTCertificate& raw = *decoding.raw;

  Certificate certificate;
  certificate.der.assign(der.begin(), der.end());
  certificate.fingerprint = fingerprint_of(der);
  certificate.subject_der = copy(raw.derSubject);
  certificate.issuer_der = copy(raw.derIssuer);
  certificate.serial = copy(raw.serialNumber);
  certificate.spki = copy(raw.derPublicKey);
  fill_validity(raw, certificate);
  fill_names(decoding, certificate);
  fill_algorithms(decoding, certificate);
  fill_extensions(decoding, certificate);
  fill_display_name(decoding, certificate);
  certificate.db_key = db_key_of(certificate);
  return certificate;
}

}  // namespace nssbridge
