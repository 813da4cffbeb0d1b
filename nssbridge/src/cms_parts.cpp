// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/cms.hpp>
#include <nssbridge/error.hpp>

#include "certificate_parts.hpp"
#include "cms_parts.hpp"
#include "der_reader.hpp"
#include "der_tags.hpp"

#include <secoid.h>

#include <algorithm>
#include <array>

namespace nssbridge::cms {
namespace {

// The object identifier 1.2.840.113549.1.7.N with its tag and length, without N.
constexpr std::array<std::uint8_t, 10> pkcs7{0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07};
// 1.2.840.113549.1.9.16.1.23 (RFC 5083 section 2), likewise.
constexpr std::array<std::uint8_t, 13> auth_enveloped_data{0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x17};
constexpr std::uint8_t signed_data = 2, enveloped_data = 3;
constexpr std::uint8_t long_form = 0x80, longest_length = 4;

// The alternatives of SMIMEEncryptionKeyPreference; its module tags implicitly.
constexpr std::uint8_t by_issuer_and_serial = der::context(0), by_recipient_key_id = der::context(1);
constexpr std::uint8_t by_key_id = 0x82, by_key_id_of_nss = der::context(2);

std::optional<NamedCertificate> named(BytesView issuer_and_serial) {
  DerReader reader(issuer_and_serial);
  const auto issuer = reader.next();
  const auto serial = reader.content_of(der::integer_tag);
  if (!issuer || issuer->tag != der::sequence_tag || !serial) return std::nullopt;
  return NamedCertificate{issuer->whole, *serial, {}};
}

}  // namespace

void refuse_message() {
  throw Error(Kind::bad_file, "The signed or encrypted part of the message is damaged. Have the message sent again.");
}

MessageHandle decoded_message(BytesView encoded) {
  SECItem item = borrowed(encoded);
  return MessageHandle(NSS_CMSMessage_CreateFromDER(&item, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr));
}

void* outermost(NSSCMSMessage& message, SECOidTag type) {
  auto* level = NSS_CMSMessage_ContentLevel(&message, 0);
  if (level == nullptr || NSS_CMSContentInfo_GetContentTypeTag(level) != type) refuse_message();
  void* content = NSS_CMSContentInfo_GetContent(level);
  if (content == nullptr) refuse_message();
  return content;
}

Type type_of(BytesView message) {
  constexpr std::size_t header = 2;
  if (message.size() < header || message[0] != der::sequence_tag) refuse_message();
  // A length of no octets (0x80) says that the end is marked instead.
  const std::size_t more = message[1] < long_form ? 0 : message[1] - long_form;
  const auto type = message.subspan(std::min(message.size(), header + more));
  if (more > longest_length || type.size() <= pkcs7.size()) refuse_message();
  if (type.size() > auth_enveloped_data.size() && std::ranges::equal(type.first(auth_enveloped_data.size()), auth_enveloped_data))
    return Type::auth_enveloped_data;
  if (!std::ranges::equal(type.first(pkcs7.size()), pkcs7)) return Type::other;
  const auto last = type[pkcs7.size()];
  return last == signed_data ? Type::signed_data : last == enveloped_data ? Type::enveloped_data : Type::other;
}

std::optional<Bytes> signed_attribute(const NSSCMSSignerInfo& signer, SECOidTag type) {
  const NSSCMSAttribute* found = nullptr;
  for (auto** each = signer.authAttr; each != nullptr && *each != nullptr; ++each) {
    if (SECOID_FindOIDTag(&(*each)->type) != type) continue;
    if (found != nullptr) return std::nullopt;
    found = *each;
  }
  const bool single = found != nullptr && found->values != nullptr && found->values[0] != nullptr && found->values[1] == nullptr;
  return single && found->values[0]->len > 0 ? std::optional(copy(*found->values[0])) : std::nullopt;
}

std::optional<NamedCertificate> encryption_preference(BytesView value) {
  const auto choice = DerReader(value).next();
  if (!choice) return std::nullopt;
  if (choice->tag == by_issuer_and_serial) return named(choice->content);
  if (choice->tag == by_key_id || choice->tag == by_key_id_of_nss) return NamedCertificate{{}, {}, choice->content};
  if (choice->tag != by_recipient_key_id) return std::nullopt;
  const auto key_id = DerReader(choice->content).content_of(der::octets_tag);
  return key_id ? std::optional(NamedCertificate{{}, {}, *key_id}) : std::nullopt;
}

}  // namespace nssbridge::cms
