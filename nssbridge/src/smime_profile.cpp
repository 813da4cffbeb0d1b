// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/smime_profile.hpp>

#include "certificate_parts.hpp"
#include "token_native.hpp"

#include <pkcs11n.h>

namespace nssbridge {
namespace {

std::optional<Bytes> kept(std::optional<BytesView> view) {
  if (!view) return std::nullopt;
  return Bytes(view->begin(), view->end());
}

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
