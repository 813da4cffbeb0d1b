// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/selection/choose.hpp>

#include <optional>
#include <string>
#include <vector>

namespace host::selection {

/// Why certificates cannot be selected together for an identity.
struct Objection {
  enum class What { not_there, no_key, not_for_signing, not_for_encryption, hinders_signing };
  What what;
  std::vector<nssbridge::Reason> reasons;  ///< of the certificate; may be empty

  /// "it is no longer there" and the like, for a sentence that says since when.
  std::string in_words() const;
};

/// Which certificates of an identity somebody chooses now. What stood already is not judged by itself.
struct Chosen {
  bool signing = false, encryption = false;
};

/// The one rule of which certificates may be selected. `after`: the identity as it would stand. A certificate that is chosen
/// has to be in `contents` with its key, and Thunderbird's picker and its verifier have to take it for the address. Of any pair
/// the one for encryption has to let mail be signed: who signs states the certificate to answer to, and NSS's CMS code refuses
/// some that Thunderbird's own verifier takes. Nothing: they may be selected.
std::optional<Objection> objection(const Identity& after, Chosen chosen, const store::Contents& contents,
                                   const nssbridge::Verifier& verifier);

/// Whether `certificate` may be proposed to somebody, or selected unasked. By the same rule, and for encryption also where nothing
/// is selected for signing yet: it shall not be in the way of that.
bool may_be_offered(const nssbridge::Certificate& certificate, nssbridge::Purpose purpose, Identity identity,
                    const store::Contents& contents, const nssbridge::Verifier& verifier);

}  // namespace host::selection
