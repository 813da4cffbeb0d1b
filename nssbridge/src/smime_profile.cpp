// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/smime_profile.hpp>

#include "certificate_parts.hpp"
#include "der_reader.hpp"
#include "der_tags.hpp"
#include "token_native.hpp"

#include <pkcs11n.h>

#include <array>

namespace nssbridge {
namespace {

std::optional<Bytes> kept(std::optional<BytesView> view) {
  if (!view) return std::nullopt;
  return Bytes(view->begin(), view->end());
}

struct Cipher {
  std::string_view oid, name;
};

/// smime_cipher_map of NSS.
constexpr std::array ciphers{
    Cipher{"2.16.840.1.101.3.4.1.42", "aes256-cbc"}, Cipher{"2.16.840.1.101.3.4.1.2", "aes128-cbc"},
    Cipher{"1.2.840.113549.3.7", "3des-cbc"},        Cipher{"1.2.840.113549.3.2", "rc2-cbc"},
    Cipher{"1.3.14.3.2.7", "des-cbc"},
};

}  // namespace

std::vector<SmimeProfile> smime_profiles(const Token& token) {
  const Session& session = token.native().session;
  AttributeReader reader(session, {CKA_SUBJECT, CKA_NSS_EMAIL, CKA_VALUE, CKA_NSS_SMIME_TIMESTAMP});
  std::vector<SmimeProfile> profiles;
  for (auto handle : session.find(Attributes::token_object(CKO_NSS_SMIME))) {
    if (!reader.read(handle)) continue;
    const auto email = reader.bytes(1).value_or(BytesView{});
    profiles.push_back({copy(reader.bytes(0)), std::string(email.begin(), email.end()),
                        kept(reader.bytes(2)), kept(reader.bytes(3))});
  }
  return profiles;
}

std::vector<std::string> ciphers_in(BytesView capabilities) {
  std::vector<std::string> found;
  DerReader list(DerReader(capabilities).content_of(der::sequence_tag).value_or(BytesView{}));
  while (const auto capability = list.content_of(der::sequence_tag)) {
    const auto kind = DerReader(*capability).content_of(der::oid_tag);
    const auto name = kind ? dotted_oid(*kind) : std::string{};
    for (const auto& cipher : ciphers)
      if (cipher.oid == name) found.emplace_back(cipher.name);
  }
  return found;
}

Copied store_smime_profile(Token& to, const SmimeProfile& profile) {
  const Session& session = to.native().session;
  auto object = Attributes::token_object(CKO_NSS_SMIME);
  object.bytes(CKA_SUBJECT, profile.subject).text(CKA_NSS_EMAIL, profile.email);
  if (session.find_first(object)) return Copied::present;
  if (profile.time) object.bytes(CKA_NSS_SMIME_TIMESTAMP, *profile.time);
  if (profile.capabilities) object.bytes(CKA_VALUE, *profile.capabilities);
  session.create(std::move(object));
  return Copied::written;
}

}  // namespace nssbridge
