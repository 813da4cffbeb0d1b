// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/protocol/members.hpp>

#include <nlohmann/json.hpp>

#include <string>

namespace host::report {

/// The certificate of a profile with that fingerprint; null where the profile lists none, and for an empty one.
inline const nlohmann::json& certificate_in(const nlohmann::json& profile, const std::string& fingerprint) {
  static const nlohmann::json none;
  if (fingerprint.empty()) return none;
  for (const nlohmann::json& each : protocol::list_member(profile, "certificates"))
    if (protocol::text_member(each, "fingerprint") == fingerprint) return each;
  return none;
}

}  // namespace host::report
