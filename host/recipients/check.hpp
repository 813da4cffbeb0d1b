// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/store/contents.hpp>

#include <nssbridge/smime_profile.hpp>
#include <nssbridge/verdict.hpp>

#include <optional>
#include <string>
#include <vector>

namespace host::recipients {

/// What becomes of a mail to one address.
struct Recipient {
  std::string address;  ///< as asked
  /// Thunderbird's: of the stored certificates that carry the address, the first that its verifier accepts. Where it accepts none, the one
  /// that is valid longest, for its reasons. Null where there is none.
  const nssbridge::Certificate* certificate = nullptr;
  nssbridge::Verdict can_encrypt;
  /// The one that Thunderbird will take once that has expired, as far as can be known: of the others that it accepts already and that
  /// are valid longer, the first. Null where there is none.
  const nssbridge::Certificate* next = nullptr;
  std::optional<std::string> cipher;  ///< of a mail to them and to the own certificate: "aes128-cbc". Only where one can be sent
};

struct Recipients {
  std::vector<Recipient> each;  ///< in the order asked
  /// Of one mail to all of them and to the own certificate: what all of their programs read. Only where every one of them can be written to.
  std::optional<std::string> cipher;
};

/// What a profile knows. All outlive the call.
struct Known {
  const store::Contents& contents;
  const std::vector<nssbridge::SmimeProfile>& smime_profiles;
  const nssbridge::Verifier& verifier;   ///< without the own keys: others' are not here
  const nssbridge::Certificate* own;     ///< what the sender selected for encryption; null: nothing
};

/// Looks through the store once, however many addresses there are.
Recipients check(const std::vector<std::string>& addresses, const Known& known);

}  // namespace host::recipients
