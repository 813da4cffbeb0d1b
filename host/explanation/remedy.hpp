// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/profile.hpp>
#include <nssbridge/values.hpp>
#include <nssbridge/verdict.hpp>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace host::explanation {

/// One thing that mends an identity, before it is put into words. The names on the wire are the StepKinds of
/// host/protocol/schemas/shapes.json.
struct Remedy {
  enum class Kind {
    select,        ///< choose a certificate that is there
    clear,         ///< choose none for encryption, and for signing what `signing` names
    renew,         ///< switch all identities to a newer one
    bring,         ///< copy a certificate with its key from another profile
    bring_key,     ///< copy the key alone
    bring_chain,   ///< take over authorities and trust
    trust_root,    ///< trust a root by its fingerprint
    fetch_issuer,  ///< get an authority's certificate from where the certificate says that it is
    look_at_token, ///< what is missing may be on a token, which only the person can have looked at
    start,         ///< have the application started, which an administrator's policy gives what is missing
    wait,          ///< a selection waits already
    other,         ///< words only
  };
  Kind kind = Kind::other;
  const profiles::Profile* from = nullptr;  ///< where the certificates are
  std::vector<nssbridge::Fingerprint> certificates{};
  std::vector<nssbridge::Fingerprint> roots{};  ///< to be trusted
  std::optional<nssbridge::Fingerprint> signing{}, encryption{};  ///< to be selected
  std::optional<nssbridge::Time> not_after{};                   ///< of the certificate
  bool needs_decision = true;                                 ///< nobody but the person can say whether it is wanted
  /// Of `fetch_issuer` and `other`. Of `start`, and of `trust_root` where a policy installs that root: the policies.json.
  std::string words{};

  bool selects() const { return kind == Kind::select || kind == Kind::clear; }
  bool moves() const {
    return kind == Kind::renew || kind == Kind::bring || kind == Kind::bring_key || kind == Kind::bring_chain ||
           kind == Kind::trust_root;
  }
  bool operator==(const Remedy&) const = default;
};

/// What the person reads, and what a program calls.
struct Step {
  std::string kind, text;
  std::optional<std::string> command;
  nlohmann::json call;  ///< {method, params}; null where no method does it
  bool needs_decision = true;
};

/// Two remedies of one kind become one where one command does both.
void add(std::vector<Remedy>& remedies, Remedy remedy);

/// "Firefox (default-release)".
std::string title_of(const profiles::Profile& profile);

Step step_for(const Remedy& remedy, const profiles::Profile& target, const std::string& identity);

}  // namespace host::explanation
