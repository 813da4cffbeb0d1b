// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/smime_profile.hpp>

#include "certificate_parts.hpp"
#include "token_native.hpp"

#include <pkcs11n.h>
#include <secder.h>

#include <algorithm>

namespace nssbridge {
namespace {

std::optional<Bytes> kept(std::optional<BytesView> view) {
  if (!view) return std::nullopt;
  return Bytes(view->begin(), view->end());
}

Attributes same_person(const SmimeProfile& profile, const std::string& email) {
  auto object = Attributes::token_object(CKO_NSS_SMIME);
  object.bytes(CKA_SUBJECT, profile.subject).text(CKA_NSS_EMAIL, email);
  return object;
}

std::string as_nss_writes(const SmimeProfile& profile) { return profile.email + '\0'; }

std::optional<CK_OBJECT_HANDLE> find_record(const Session& session, const SmimeProfile& profile) {
  const auto found = session.find_first(same_person(profile, as_nss_writes(profile)));
  return found ? found : session.find_first(same_person(profile, profile.email));
}

/// A signing time as NSS keeps it: the content of a UTCTime, or from 2050 on of a GeneralizedTime.
std::optional<PRTime> time_in(const std::optional<Bytes>& stored) {
  constexpr std::size_t longest_utc_time = 17;  // with an offset
  if (!stored) return std::nullopt;
  SECItem item = borrowed(*stored);
  item.type = siUTCTime;
  PRTime time = 0;
  const bool short_form = stored->size() <= longest_utc_time && DER_UTCTimeToTime(&time, &item) == SECSuccess;
  if (!short_form && DER_GeneralizedTimeToTime(&time, &item) != SECSuccess) return std::nullopt;
  return time;
}

bool is_newer(const SmimeProfile& profile, const std::optional<Bytes>& known) {
  const auto offered = time_in(profile.time), kept_one = time_in(known);
  return profile.capabilities && offered && (!kept_one || *offered > *kept_one);
}

}  // namespace

std::string filed(std::string address) {
  std::ranges::transform(address, address.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return address;
}

bool can_be_filed(std::string_view address) {
  return !address.empty() && std::ranges::all_of(address, [](unsigned char c) { return c > 0x20 && c != 0x7F; });
}

bool signed_after(const SmimeProfile& profile, Time moment) {
  const auto time = time_in(profile.time);
  return time && *time / PR_USEC_PER_SEC > moment;
}

std::vector<SmimeProfile> smime_profiles(const Token& token) {
  const Session& session = token.native().session;
  AttributeReader reader(session, {CKA_SUBJECT, CKA_NSS_EMAIL, CKA_VALUE, CKA_NSS_SMIME_TIMESTAMP});
  std::vector<SmimeProfile> profiles;
  for (auto handle : session.find(Attributes::token_object(CKO_NSS_SMIME))) {
    if (!reader.read(handle)) continue;
    profiles.push_back({copy(reader.bytes(0)), address_of_record(reader.bytes(1).value_or(BytesView{})),
                        kept(reader.bytes(2)), kept(reader.bytes(3))});
  }
  return profiles;
}

Copied store_smime_profile(Token& to, const SmimeProfile& profile) {
  const Session& session = to.native().session;
  if (find_record(session, profile)) return Copied::present;
  auto object = same_person(profile, as_nss_writes(profile));
  if (profile.time) object.bytes(CKA_NSS_SMIME_TIMESTAMP, *profile.time);
  if (profile.capabilities) object.bytes(CKA_VALUE, *profile.capabilities);
  session.create(std::move(object));
  return Copied::written;
}

Copied learn_smime_profile(Token& to, const SmimeProfile& profile) {
  const Session& session = to.native().session;
  const auto present = find_record(session, profile);
  if (!present) return store_smime_profile(to, profile);
  AttributeReader reader(session, {CKA_NSS_SMIME_TIMESTAMP});
  if (!reader.read(*present) || !is_newer(profile, kept(reader.bytes(0)))) return Copied::present;
  // Softoken changes no attribute of these. In between nothing is known, which is what mail to strangers is encrypted by.
  session.destroy(*present);
  return store_smime_profile(to, profile);
}

bool teaches(const SmimeProfile& profile, const std::vector<SmimeProfile>& known) {
  const auto same = std::ranges::find_if(known, [&](const SmimeProfile& each) { return each.subject == profile.subject && each.email == profile.email; });
  return same == known.end() || is_newer(profile, same->time);
}

}  // namespace nssbridge
