// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/cancellation.hpp>
#include <host/install/install.hpp>

#include <nlohmann/json.hpp>

/// Checks each link from an add-on to the keys, and says what breaks and how to mend it. Changes nothing.
namespace host::doctor {

/// Who will read it.
enum class Detail {
  everything,  ///< the person, or an add-on that may ask
  report,      ///< somebody who helps: no names, addresses, paths of users
  links,       ///< an add-on that nobody allowed: only whether the host can be reached (rule D3)
};

struct Scope {
  Detail detail = Detail::everything;
  install::Setting setting = install::this_setting(install::Scope::user);
  /// The environment as inherited, "NAME=value"; only harmless names pass on to what is started.
  const char* const* environment = nullptr;
};

/// The result of doctor.run: {findings: [{id, severity, message, fix?}], good: [text], version}. Throws
/// Error(cancelled).
nlohmann::json run(const Scope& scope, const front::Cancellation& cancellation);

/// Whether a finding of the result is at or above an error.
bool has_error(const nlohmann::json& result);

}  // namespace host::doctor
