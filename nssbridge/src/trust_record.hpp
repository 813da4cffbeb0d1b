// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/trust.hpp>

#include "session.hpp"

#include <optional>

/// The two kinds of objects in which NSS keeps trust.
namespace nssbridge {

struct TrustRecord {
  CK_OBJECT_HANDLE handle;
  TrustEncoding encoding;
};

/// What the library loaded makes of CKO_TRUST: one older than 3.114 neither writes nor authenticates it.
bool library_knows_modern_trust();

CK_OBJECT_CLASS trust_class(TrustEncoding encoding);
CK_ATTRIBUTE_TYPE email_attribute(TrustEncoding encoding);

/// One value of a record; nothing where the attribute is missing or forged.
Trust meaning(TrustEncoding encoding, std::optional<CK_ULONG> value);

/// The hash of a certificate to which a record is bound: SHA-256 (modern) or SHA-1 (legacy).
Bytes bound_hash(TrustEncoding encoding, BytesView der);

/// The record that counts for this issuer and serial: CKO_TRUST before CKO_NSS_TRUST.
std::optional<TrustRecord> find_trust_record(const Session& session, const Certificate& certificate);
std::optional<TrustRecord> find_trust_record(const Session& session, const Certificate& certificate,
                                             TrustEncoding encoding);

/// Whether the record's hash is that of this certificate; false where the hash is forged.
bool is_bound_to(const Session& session, const TrustRecord& record, const Certificate& certificate);

}  // namespace nssbridge
