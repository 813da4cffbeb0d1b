// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/library.hpp>

#include <map>
#include <utility>

namespace nssbridge {

enum class Trust { none, trusted, distrusted, unknown };

struct TrustPair {
  Trust email = Trust::none;
  Trust web = Trust::none;
  bool operator==(const TrustPair&) const = default;
};

/// Trust that a database states, by (issuer Name, serial content octets). CKO_TRUST wins over CKO_NSS_TRUST, as in
/// NSS from 3.114; a library older than that cannot read CKO_TRUST, so the rows are read whatever its version.
using TrustMap = std::map<std::pair<Bytes, Bytes>, TrustPair>;

/// While logged in (or with an empty password) NSS verifies each record's MAC, and a forged one is absent here.
/// A record whose hash is that of another certificate than the one that stands in the token is left out.
TrustMap read_trust(const Token& token);

/// E-mail trust that may be carried to another profile: the record that counts for this very certificate, its hash and
/// its MACs verified by the NSS that is loaded. `unknown` where that cannot be: not logged in, or a CKO_TRUST record
/// and an NSS before 3.114. Far cheaper than `read_trust` with a primary password: two PBKDF2, not five a record.
Trust authentic_email_trust(const Token& token, const Certificate& authority);

/// How a trust record is written: `legacy` CKO_NSS_TRUST is read by every NSS, `modern` CKO_TRUST from 3.114 on.
enum class TrustEncoding { legacy, modern };

/// Adds e-mail trust for an authority and leaves every other bit as it stands (or "none" in a new record).
/// Never changes an explicit distrust: returns false then. True: trusted now, or it was before.
/// Not one byte is written when it was trusted before.
bool add_email_trust(Token& token, const Certificate& authority, TrustEncoding encoding);

/// The same for e-mail distrust, where nothing was said before. False, and nothing written, where the certificate is
/// trusted.
bool add_email_distrust(Token& token, const Certificate& certificate, TrustEncoding encoding);

/// True if the token holds a CKO_TRUST record for this certificate.
bool has_modern_trust(const Token& token, const Certificate& certificate);

}  // namespace nssbridge
