// SPDX-License-Identifier: MPL-2.0
#include <host/audit/rules.hpp>
#include <host/protocol/members.hpp>
#include <host/report/correspondents.hpp>

namespace host::report {

using nlohmann::json;
using protocol::list_member;
using protocol::member;
using protocol::text_member;

std::set<std::string> own_certificates(const json& profile) {
  std::set<std::string> own;
  for (const json& certificate : list_member(profile, "certificates"))
    if (member(certificate, "hasPrivateKey") == true || member(certificate, "isAuthority") == true)
      own.insert(text_member(certificate, "fingerprint"));
  for (const json& identity : list_member(profile, "identities"))
    for (const char* purpose : {"signing", "encryption"})
      own.insert(text_member(member(identity, purpose), "fingerprint"));
  return own;
}

bool is_of_correspondent(const json& finding, const std::set<std::string>& own) {
  const auto rule = audit::RuleId::from(text_member(finding, "rule"));
  if (!rule || rule->rule().family == audit::Family::correspondents) return true;
  const json& role = member(finding, "role");
  if (role == "personal" || role == "authority") return false;
  return member(finding, "certificate").is_string() && !own.contains(text_member(finding, "certificate"));
}

}  // namespace host::report
