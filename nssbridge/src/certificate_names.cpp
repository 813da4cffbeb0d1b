// SPDX-License-Identifier: MPL-2.0
#include "certificate_parts.hpp"

#include <secoid.h>

#include <algorithm>
#include <array>

namespace nssbridge {
namespace {

std::string from_latin_1(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x80) {
      result += c;
    } else {
      result += static_cast<char>(0xC0U | octet >> 6);
      result += static_cast<char>(0x80U | (octet & 0x3FU));
    }
  }
  return result;
}

/// Where a name is not the UTF-8 it claims to be, Thunderbird shows and stores it as Latin-1
/// (LossyUTF8ToUTF16).
std::string valid_text(char* owned) {
  const TextHandle text(owned);
  if (!text) return {};
  const std::string_view raw = text.get();
  return to_valid_utf8(raw) == raw ? std::string(raw) : from_latin_1(raw);
}

/// NSS writes a name on one line; nothing comes back for one that it cannot write.
std::string name_text(const CERTName& name) {
  return valid_text(CERT_NameToAscii(const_cast<CERTName*>(&name)));
}

void add_once(std::vector<std::string>& addresses, std::string address) {
  if (address.empty() || std::ranges::find(addresses, address) != addresses.end()) return;
  addresses.push_back(std::move(address));
}

std::string whole(const SECItem& item) {
  return to_valid_utf8({reinterpret_cast<const char*>(item.data), item.len});
}

/// The first emailAddress and the first `mail` (RFC 1274) of a Name: NSS looks at no others.
void add_addresses_of_name(const CERTName& name, std::vector<std::string>& addresses) {
  for (const SECOidTag wanted : {SEC_OID_PKCS9_EMAIL_ADDRESS, SEC_OID_RFC1274_MAIL}) {
    bool found = false;
    for (CERTRDN** rdn = name.rdns; !found && rdn != nullptr && *rdn != nullptr; ++rdn) {
      for (CERTAVA** ava = (*rdn)->avas; !found && ava != nullptr && *ava != nullptr; ++ava) {
        found = CERT_GetAVATag(*ava) == wanted;
        if (!found) continue;
        const ItemHandle value(CERT_DecodeAVAValue(&(*ava)->value));
        if (value && value->data != nullptr) add_once(addresses, whole(*value));
      }
    }
  }
}

std::vector<std::string> alternative_addresses(const Decoding& decoding) {
  std::vector<std::string> addresses;
  const auto extension = extension_value(*decoding.raw, subject_alt_name);
  if (!extension) return addresses;
  SECItem encoded = borrowed(*extension);
  CERTGeneralName* const first = CERT_DecodeAltNameExtension(decoding.arena, &encoded);
  CERTGeneralName* each = first;
  while (each != nullptr) {
    if (each->type == certRFC822Name && each->name.other.data != nullptr)
      add_once(addresses, whole(each->name.other));
    if (each->type == certDirectoryName) add_addresses_of_name(each->name.directoryName, addresses);
    each = CERT_GetNextGeneralName(each);
    if (each == first) break;
  }
  return addresses;
}

}  // namespace

void fill_names(const Decoding& decoding, Certificate& certificate) {
  certificate.subject = name_text(decoding.raw->subject);
  certificate.issuer = name_text(decoding.raw->issuer);
  certificate.emails = alternative_addresses(decoding);
  const bool none_in_alternatives = certificate.emails.empty();
  add_addresses_of_name(decoding.raw->subject, certificate.emails);
  certificate.emails_only_in_dn = none_in_alternatives && !certificate.emails.empty();
}

void fill_display_name(const Decoding& decoding, Certificate& certificate) {
  const CERTName* subject = &decoding.raw->subject;
  for (auto* part : {CERT_GetCommonName, CERT_GetOrgUnitName, CERT_GetOrgName}) {
    certificate.display_name = valid_text(part(subject));
    if (!certificate.display_name.empty()) return;
  }
  certificate.display_name = certificate.subject;
  if (certificate.display_name.empty() && !certificate.emails.empty())
    certificate.display_name = certificate.emails.front();
}

}  // namespace nssbridge
