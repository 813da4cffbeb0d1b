// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/cms.hpp>
#include <nssbridge/error.hpp>

#include "certificate_parts.hpp"
#include "cms_parts.hpp"

#include <algorithm>
#include <array>

namespace nssbridge::cms {
namespace {

// The object identifier 1.2.840.113549.1.7.N with its tag and length, without N.
constexpr std::array<std::uint8_t, 10> pkcs7{0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07};
constexpr std::uint8_t signed_data = 2, enveloped_data = 3;
constexpr std::uint8_t sequence = 0x30, long_form = 0x80, longest_length = 4;

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
  if (message.size() < header || message[0] != sequence) refuse_message();
  // A length of no octets (0x80) says that the end is marked instead.
  const std::size_t more = message[1] < long_form ? 0 : message[1] - long_form;
  const auto type = message.subspan(std::min(message.size(), header + more));
  if (more > longest_length || type.size() <= pkcs7.size()) refuse_message();
  if (!std::ranges::equal(type.first(pkcs7.size()), pkcs7)) return Type::other;
  const auto last = type[pkcs7.size()];
  return last == signed_data ? Type::signed_data : last == enveloped_data ? Type::enveloped_data : Type::other;
}

}  // namespace nssbridge::cms
