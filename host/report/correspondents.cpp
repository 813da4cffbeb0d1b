// SPDX-License-Identifier: MPL-2.0
#include <host/audit/rules.hpp>
#include <host/protocol/members.hpp>
#include <host/report/correspondents.hpp>

namespace host::report {

using nlohmann::json;
using protocol::list_member;
using protocol::member;
using protocol::text_member;

namespace {

bool is_of_authority(const json& certificate) {
  const bool issued_itself = text_member(certificate, "subject") == text_member(certificate, "issuer");
  return member(certificate, "isAuthority") == true && (!issued_itself || list_member(certificate, "emails").empty());
}

}  // namespace

Correspondents::Correspondents(const json& profile) {
  for (const json& identity : list_member(profile, "identities"))
    for (const char* purpose : {"signing", "encryption"}) m_own.insert(text_member(member(identity, purpose), "fingerprint"));
  for (const json& certificate : list_member(profile, "certificates")) {
    const bool own = member(certificate, "hasPrivateKey") == true || is_of_authority(certificate);
    (own ? m_own : m_others).insert(text_member(certificate, "fingerprint"));
  }
}

bool Correspondents::concern(const json& finding) const {
  const auto rule = audit::RuleId::from(text_member(finding, "rule"));
  const json& role = member(finding, "role");
  if (!rule || rule->rule().family == audit::Family::correspondents || role == "correspondent") return true;
  if (role == "personal" || !member(finding, "certificate").is_string()) return false;
  const std::string certificate = text_member(finding, "certificate");
  if (is_own(certificate)) return false;
  return role != "authority" || m_others.contains(certificate);
}

}  // namespace host::report
