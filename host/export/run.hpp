// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/export/plan.hpp>
#include <host/session/session.hpp>

namespace host::exporting {

struct Warning {
  std::string kind;
  std::string message;
};

/// A private key that no certificate of the profile belongs to; a key file names keys by their certificates.
struct LoneKey {
  nssbridge::Bytes id;
  std::string algorithm;
};

/// What is in the file beside a whole backup's key file.
struct Beside {
  std::size_t certificates, trust, smime_profiles;
};

/// What was written.
struct Outcome {
  std::vector<Exported> certificates;
  std::optional<Beside> beside;
  std::vector<LoneKey> lone_keys;
  std::vector<Warning> warnings;
};

/// Makes the key file and has the front put it on the disk, where it was read back and holds what it should. Throws Error;
/// then there is no file. Those whose key may not leave the profile are left out; if that leaves none, their error is thrown.
/// `done` sees the outcome while NSS is open.
void run(session::Session& session, const profiles::Profile& profile, const Wishes& wishes,
         const std::function<void(const Outcome&)>& done);

}  // namespace host::exporting
