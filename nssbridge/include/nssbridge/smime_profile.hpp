// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/library.hpp>
#include <nssbridge/move.hpp>

#include <optional>
#include <string>
#include <vector>

namespace nssbridge {

/// What a database remembers of how a correspondent encrypts (CKO_NSS_SMIME): learnt from a signed mail.
struct SmimeProfile {
  Bytes subject;                      ///< of the correspondent's certificate, the Name
  std::string email;                  ///< as NSS files it, in lower case
  std::optional<Bytes> capabilities;  ///< SMIMECapabilities, DER
  std::optional<Bytes> time;          ///< of the signature they are from, DER
  bool operator==(const SmimeProfile&) const = default;
};

std::vector<SmimeProfile> smime_profiles(const Token& token);

/// One that stands there for the same subject and address stays as it is.
Copied store_smime_profile(Token& to, const SmimeProfile& profile);

}  // namespace nssbridge
