// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/migration/source.hpp>

namespace host::migration {

/// The two profiles of a move; see the contract's rule for absent ones (docs/protocol.md, "Which profile").
struct Ends {
  profiles::Profile from, to;
  /// Nothing moves then: trust and selection of named certificates are completed where they are.
  bool within_one_profile() const;
};

/// Parameters `from` and `to`, or the profiles that fit. Throws Error(ambiguous) with candidates,
/// Error(certificate_not_found, identity_not_found, profile_not_found, invalid_request).
Ends find_ends(const session::Session& session);

/// What a move would do: reads only and writes nothing. Asks for no password but a key file's.
/// `use` sees the plan while the certificates that it points to live.
void preview(session::Session& session, Source& source, const profiles::Profile& target, const Wishes& wishes,
             const std::function<void(const Plan&)>& use);

/// The move. Errors before the first write leave the target untouched; afterwards each certificate and identity
/// carries its own outcome.
void run(session::Session& session, Source& source, const profiles::Profile& target, const Wishes& wishes,
         const std::function<void(const Plan&)>& use);

}  // namespace host::migration
