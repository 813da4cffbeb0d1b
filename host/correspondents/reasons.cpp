// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/reasons.hpp>

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

Reason cannot_receive() {
  return {"no-encryption-usage", "The certificate is for signing only, and no other one that mail could be encrypted to came with it. Ask the sender for that.", {}};
}

Reason person_said_no() { return {"consent-refused", "The answer was no, so nothing of it was stored.", {}}; }

Reason nobody_to_ask() {
  return {"no-ui", "The person has to be asked before that, and there is no dialog that could ask. Install a graphical pinentry, or use the command line.", {}};
}

}  // namespace host::correspondents
