// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/fleet/octets.hpp>
#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace host::fleet {

/// What a result file says of its host, but for profiles.
struct Result {
  enum class Kind {
    audited,      ///< the report of an audit, JSON as `certferry audit --format json` writes it
    unreachable,  ///< the collector did not get through to the host
    failed,       ///< the audit did not run there, or did not end well
  };
  Kind kind = Kind::audited;
  std::string message;              ///< of the collector, where the host was not audited
  nssbridge::Time collected = 0;    ///< when it was fetched; without the collector's word, when the audit says that it began
  std::string version, nss;         ///< Certferry's there, and NSS's; empty where it does not say so
  std::string redaction;            ///< the name of the key that names in it were replaced with; empty: none were
  std::vector<nlohmann::json> unreachable;  ///< homes and folders of the host that could not be looked at: path, user, message
};

/// Takes the profiles of a result as they come, each checked (`checked_profile`). They count only when the whole result was read.
struct ResultParts {
  std::function<void(nlohmann::json&& profile)> profile;
  /// Findings about several profiles: `id`, `user`, `findings`.
  std::function<void(nlohmann::json&& across)> across;
};

/// Reads the result of the host that the collector calls `host`: a report, or the collector's envelope around one:
/// {host, collected, audit | unreachable | failed}. Nothing in it is believed but by type and within limits; a text is cut at 2048
/// octets. `now` is the latest time at which it may have been made. Throws Rejected.
Result read_result(const Source& source, const std::string& host, nssbridge::Time now, const ResultParts& parts);

}  // namespace host::fleet
