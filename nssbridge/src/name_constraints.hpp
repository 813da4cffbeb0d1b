// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>

namespace nssbridge {

/// Whether the names of `subject` stay within an authority's name constraints (RFC 5280 4.2.1.10), with the
/// readings that mozpkix chose: malformed is outside, kinds of names that it does not compare are outside
/// where they are constrained, any excluded directory name excludes all.
bool within(BytesView name_constraints, const Certificate& subject);

/// Constraints that NSS itself puts on some public authorities, by their Name; nothing for all others.
std::optional<Bytes> imposed_constraints(BytesView issuer_name);

}  // namespace nssbridge
