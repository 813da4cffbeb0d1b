// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/reasons.hpp>

#include <algorithm>

namespace host::correspondents {

using nssbridge::Error;
using nssbridge::Reason;

Reason reason_of(const Error& error) { return {std::string(nssbridge::name_of(error.kind())), error.message(), error.fix()}; }

Reason nobody_there() {
  return {"no-correspondent", "No certificate with an e-mail address is in there. Authorities complete the chains of what is learnt together with them.", {}};
}

Reason from_the_future() {
  return {"time-mismatch", "It says that it is signed at a time that is still to come. Check the clock of this computer; if it is right, learn it later.", {}};
}

Reason untrusted_root(const std::vector<migration::RootPlan>& roots) {
  if (std::ranges::any_of(roots, &migration::RootPlan::distrusted))
    return {"root-not-trusted", "The authority at the top of the chain is distrusted for e-mail in this profile, and that stays so.", {}};
  return {"root-not-trusted", "The authority at the top of the chain is not trusted for e-mail in this profile. Compare its fingerprint with its owner by "
                              "another way, then trust it.", {}};
}

Reason cannot_receive() {
  return {"no-encryption-usage", "The certificate is for signing only, and no other one that mail could be encrypted to came with it. Ask the sender for that.", {}};
}

Reason another_authority() {
  return {"change", "The address has a certificate of another authority in this profile. Ask the correspondent by another way whether they have "
                    "changed it; nothing was stored.", {}};
}

}  // namespace host::correspondents
