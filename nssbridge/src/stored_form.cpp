// SPDX-License-Identifier: MPL-2.0
#include "stored_form.hpp"

#include "check.hpp"
#include "handle.hpp"

#include <secasn1.h>
#include <secder.h>

namespace nssbridge {
namespace {

constexpr const char* not_decoded = "A certificate could not be decoded a second time. This is a defect of the program.";

/// The decoded certificate, in an arena, unknown to NSS's trust domain.
class Decoded {
 public:
  explicit Decoded(const Certificate& certificate) : m_arena(check(PORT_NewArena(DER_DEFAULT_CHUNKSIZE), not_decoded)) {
    m_certificate = check(static_cast<CERTCertificate*>(PORT_ArenaZAlloc(arena(), sizeof(CERTCertificate))), not_decoded);
    SECItem der{siBuffer, const_cast<unsigned char*>(certificate.der.data()),
                static_cast<unsigned>(certificate.der.size())};
    check(SEC_QuickDERDecodeItem(arena(), m_certificate, SEC_ASN1_GET(SEC_SignedCertificateTemplate), &der), not_decoded);
  }
  CERTCertificate* operator->() const { return m_certificate; }
  CERTCertificate* get() const { return m_certificate; }
  PLArenaPool* arena() const { return m_arena.get(); }

 private:
  ArenaHandle m_arena;
  CERTCertificate* m_certificate;
};

/// NSS's own folding, in the C locale.
void append_lower(std::string& text, unsigned char c) {
  text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : static_cast<char>(c);
}

std::string lower(const char* text) {
  std::string result;
  while (*text != '\0') append_lower(result, static_cast<unsigned char>(*text++));
  return result;
}

/// An address of the alternative names: control characters become \XX in hexadecimal.
std::string escaped(const SECItem& item) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  if (item.len == 0 || item.data[0] == 0) return result;
  for (unsigned i = 0; i < item.len; ++i) {
    const unsigned char c = item.data[i];
    if (c >= 0x20) {
      append_lower(result, c);
    } else {
      result += '\\';
      result += digits[c >> 4];
      result += digits[c & 15];
    }
  }
  return result;
}

std::string email_in_name(const CERTName& name) {
  TextHandle text(CERT_GetCertEmailAddress(&name));
  return text ? lower(text.get()) : std::string{};
}

std::string email_in_alternative_names(const Decoded& decoded) {
  SECItem extension{siBuffer, nullptr, 0};
  if (CERT_FindCertExtension(decoded.get(), SEC_OID_X509_SUBJECT_ALT_NAME, &extension) != SECSuccess) return {};
  std::string email;
  CERTGeneralName* first = CERT_DecodeAltNameExtension(decoded.arena(), &extension);
  CERTGeneralName* name = first;
  while (name != nullptr && email.empty()) {
    if (name->type == certDirectoryName) email = email_in_name(name->name.directoryName);
    if (name->type == certRFC822Name) email = escaped(name->name.other);
    name = CERT_GetNextGeneralName(name);
    if (name == first) break;
  }
  SECITEM_FreeItem(&extension, PR_FALSE);
  return email;
}

std::string text_of(char* text) {
  TextHandle owner(text);
  return owner ? std::string(owner.get()) : std::string{};
}

}  // namespace

std::string stored_email(const Certificate& certificate) {
  const Decoded decoded(certificate);
  const std::string in_subject = email_in_name(decoded->subject);
  return in_subject.empty() ? email_in_alternative_names(decoded) : in_subject;
}

std::string made_nickname(const Certificate& certificate) {
  const Decoded decoded(certificate);
  std::string name = text_of(CERT_GetCommonName(&decoded->subject));
  if (name.empty()) name = text_of(CERT_GetOrgUnitName(&decoded->subject));
  std::string organisation = text_of(CERT_GetOrgName(&decoded->issuer));
  if (organisation.empty()) organisation = text_of(CERT_GetDomainComponentName(&decoded->issuer));
  if (name.empty()) return organisation.empty() ? "Unknown CA" : organisation;
  return organisation.empty() ? name : name + " - " + organisation;
}

Bytes serial_der(BytesView serial) {
  Bytes der{0x02};
  if (serial.size() < 0x80) {
    der.push_back(static_cast<std::uint8_t>(serial.size()));
  } else {
    Bytes length;
    for (std::size_t rest = serial.size(); rest != 0; rest >>= 8)
      length.insert(length.begin(), static_cast<std::uint8_t>(rest));
    der.push_back(static_cast<std::uint8_t>(0x80 | length.size()));
    der.insert(der.end(), length.begin(), length.end());
  }
  der.insert(der.end(), serial.begin(), serial.end());
  return der;
}

}  // namespace nssbridge
