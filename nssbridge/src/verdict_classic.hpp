// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/verdict.hpp>

/// NSS has an older verifier (CERT_VerifyCertificate), and Thunderbird asks it once more: whoever signs states the certificate
/// to answer to, and NSS's CMS code refuses one that the older verifier does not accept for e-mail. So mail cannot be signed while
/// such a certificate is chosen for encryption, although Thunderbird's own verifier accepts it. The picker has some of the same rules.
namespace nssbridge::classic {

/// What picker and classic verifier, or the picker alone when the purpose is signing, have against a certificate that mozpkix accepts.
/// `above`: what the profile says of the chain if the certificate's own trust is left out.
void differences(const Certificate& certificate, Purpose purpose, const Chain& above, std::vector<Reason>& found);

}  // namespace nssbridge::classic
