// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>
#include <nssbridge/smime_profile.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nssbridge {

/// One of those that a mail is encrypted to.
struct CipherVoter {
  const Certificate* certificate;         ///< never null
  std::optional<BytesView> capabilities;  ///< SMIMECapabilities, DER, as learnt from their mail; nothing: none were
};

/// What is known of the software behind certificates. Holds references to the profiles.
class KnownSoftware {
 public:
  explicit KnownSoftware(const std::vector<SmimeProfile>& profiles);
  /// Whichever of its addresses it was learnt for.
  CipherVoter voter(const Certificate& certificate) const;

 private:
  std::map<std::pair<Bytes, std::string>, const SmimeProfile*> m_profiles;  ///< by subject and filed address
};

/// What NSS encrypts a mail to all of these with (smime_choose_cipher in lib/smime/smimeutil.c, NSS 3.125): "aes256-cbc",
/// "aes128-cbc", "3des-cbc", "rc2-128-cbc", "rc2-64-cbc", "des-cbc", or "rc2-40-cbc", which is what is left where they have no cipher in
/// common. The sender is one of them: Thunderbird always encrypts to the own certificate too.
std::string bulk_cipher(const std::vector<CipherVoter>& voters);

/// AES.
bool is_strong_cipher(std::string_view name);

}  // namespace nssbridge
