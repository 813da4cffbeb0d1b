// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/export/companion.hpp>
#include <host/store/contents.hpp>
#include <nssbridge/key_file_writer.hpp>

#include <functional>
#include <set>

namespace host::exporting {

/// What of a profile is not in the key file. The token is logged in: only trust whose MAC verifies is taken.
Companion rest_of(const nssbridge::Token& token, const store::Contents& contents,
                  const nssbridge::KeyFileContents& key_file);

/// What came out of bringing it back.
struct BroughtBack {
  std::size_t certificates = 0, trust = 0, smime_profiles = 0;  ///< written, not there before
  std::size_t refused = 0;  ///< certificates that cannot be read or that another one stands in the way of
};

/// Roots that the companion says were trusted for e-mail and `contents`, the target, does not trust: each is to be asked for.
/// `others`: certificates that came by another way, such as in the key file.
std::vector<nssbridge::Certificate> roots_to_ask(const Companion& companion, const store::Contents& contents,
                                                 const std::vector<nssbridge::Certificate>& others);

/// Writes what is not there yet, trust only in the roots that were agreed to. The token is logged in and open for writing.
BroughtBack bring_back(nssbridge::Token& to, const Companion& companion, const std::set<nssbridge::Fingerprint>& agreed,
                       const std::vector<nssbridge::Certificate>& others,
                       const std::function<nssbridge::TrustEncoding(const nssbridge::Certificate&)>& encoding);

}  // namespace host::exporting
