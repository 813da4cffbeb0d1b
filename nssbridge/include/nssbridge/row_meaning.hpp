// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/database_rows.hpp>

#include <cstddef>
#include <vector>

/// What rows mean. NSS only computes here: it must be initialised (a Library without a database will do) and opens nothing.
namespace nssbridge {

/// Decodes certificates that were read with their DER alone, on all processors; returns how many were none and are left out.
std::size_t decode_certificates(std::vector<StoredCertificate>& certificates);

/// A trust record is bound to this very certificate (issuer, serial and hash).
bool is_about(const files::TrustRow& row, const Certificate& certificate);

/// The trust that these rows state, as `read_trust` gives it before a login: modern records before legacy ones; one that is
/// bound to another certificate than the one of that issuer and serial among `certificates` is left out.
TrustMap trust_stated_by(const std::vector<files::TrustRow>& rows, const std::vector<StoredCertificate>& certificates);

}  // namespace nssbridge
