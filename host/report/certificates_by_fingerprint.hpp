// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/protocol/members.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace host::report {

/// The certificates of a profile, by fingerprint. The profile has to outlive it.
class CertificatesByFingerprint {
 public:
  explicit CertificatesByFingerprint(const nlohmann::json& profile) {
    for (const nlohmann::json& each : protocol::list_member(profile, "certificates"))
      m_certificates.emplace(protocol::text_member(each, "fingerprint"), &each);
    m_certificates.erase("");
  }
  /// Null where the profile lists none; the first where it lists several.
  const nlohmann::json& find(const std::string& fingerprint) const {
    static const nlohmann::json none;
    const auto found = m_certificates.find(fingerprint);
    return found == m_certificates.end() ? none : *found->second;
  }

 private:
  std::map<std::string, const nlohmann::json*> m_certificates;
};

}  // namespace host::report
