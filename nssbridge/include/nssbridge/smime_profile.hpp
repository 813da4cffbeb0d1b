// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/library.hpp>
#include <nssbridge/move.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nssbridge {

/// What a database remembers of how a correspondent encrypts (CKO_NSS_SMIME): learnt from a signed mail.
struct SmimeProfile {
  Bytes subject;                      ///< of the correspondent's certificate, the Name
  std::string email;                  ///< in lower case, without the NUL that NSS files behind it
  std::optional<Bytes> capabilities;  ///< SMIMECapabilities, DER
  std::optional<Bytes> time;          ///< of the signature they are from, DER
  bool operator==(const SmimeProfile&) const = default;
};

/// An address as NSS files it: ASCII in lower case.
std::string filed(std::string address);
/// NSS files it as a C string, and looks it up as one.
bool can_be_filed(std::string_view address);

std::vector<SmimeProfile> smime_profiles(const Token& token);

/// The address of such a record. NSS writes the NUL of its C string too; since 3.125 or before it finds those without one as well.
inline std::string address_of_record(BytesView octets) {
  if (!octets.empty() && octets.back() == 0) octets = octets.first(octets.size() - 1);
  return {octets.begin(), octets.end()};
}

/// Its time says so; false where it has none that can be read.
bool signed_after(const SmimeProfile& profile, Time moment);

/// One that stands there for the same subject and address stays as it is.
Copied store_smime_profile(Token& to, const SmimeProfile& profile);

/// The same, but a newer one takes the place of an older one. Newer is only what has a time, as signed, where that one has an
/// earlier time or none. (NSS's own CERT_SaveSMimeProfile means to do so, but leaves a record that is there as it is: measured
/// with 3.87 and 3.125.)
Copied learn_smime_profile(Token& to, const SmimeProfile& profile);
/// What `learn_smime_profile` would write.
bool teaches(const SmimeProfile& profile, const std::vector<SmimeProfile>& known);

}  // namespace nssbridge
