// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>

#include <string_view>
#include <vector>

namespace nssbridge {

/// A root that the real Thunderbird ships, from nssbridge/roots/ (see scripts/update-builtin-roots).
struct BuiltinRoot {
  Certificate certificate;
  bool email_trusted = false;
  bool web_trusted = false;
  /// Certificates issued after this moment are not trusted for e-mail (CKA_NSS_EMAIL_DISTRUST_AFTER).
  std::optional<Time> email_distrust_after;
};

/// "Thunderbird 153.7.0": which list `builtin_roots` is.
std::string_view builtin_roots_version();
/// The shipped roots with this subject; decoded on demand and kept. Usually empty or one.
std::vector<const BuiltinRoot*> builtin_roots_for(BytesView subject_der);
const BuiltinRoot* find_builtin_root(const Fingerprint& fingerprint);
/// All of them.
const std::vector<BuiltinRoot>& builtin_roots();

}  // namespace nssbridge
