// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/session/session.hpp>
#include <host/store/contents.hpp>

#include <vector>

namespace host::worker {

/// Parameter `certificates` and, on the command line, prefixes of eight or more digits that name one certificate of
/// `profile` each. Throws Error(certificate_not_found), Error(ambiguous) with the full fingerprints. Opens and closes NSS
/// where there are prefixes; private copies, if the profile needs one, go where store::check_for_reading puts them.
std::vector<nssbridge::Fingerprint> named_certificates(const session::Session& session, const profiles::Profile& profile,
                                                       const std::optional<std::filesystem::path>& copies_in);

/// One name: all 64 digits, or on the command line a prefix, of one in `contents`.
nssbridge::Fingerprint named_certificate(const session::Session& session, const store::Contents& contents,
                                         const std::string& text);

}  // namespace host::worker
