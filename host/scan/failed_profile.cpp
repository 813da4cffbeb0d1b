// SPDX-License-Identifier: MPL-2.0
#include <host/scan/failed_profile.hpp>

#include <host/audit/finding.hpp>
#include <host/profiles/identifier.hpp>
#include <host/protocol/members.hpp>
#include <host/protocol/path_text.hpp>

namespace host::scan {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using protocol::text_member;

json failed_profile(const json& target, const Error& error) {
  using namespace host::audit;
  const auto folder = protocol::path_from_text(text_member(target, "folder")).value_or("");
  const auto path = nssbridge::to_valid_utf8(folder.string());
  std::string id = text_member(target, "id"), name = text_member(target, "name");
  if (id.empty()) id = profiles::identifier(profiles::Application::firefox, folder);
  if (name.empty()) name = nssbridge::to_valid_utf8(folder.filename().string());
  Finding finding{.rule = RuleId("STORE-CORRUPT"), .severity = Severity::error, .message = error.message()};
  finding.evidence["kind"] = nssbridge::name_of(error.kind());
  if (error.kind() == Kind::profile_busy) {
    finding.rule = RuleId("STORE-LOCKED");
    finding.severity = Severity::warning;
  }
  json value{{"id", id},
             {"application", text_member(target, "application")},
             {"path", path},
             {"user", text_member(target, "user")},
             {"name", name},
             {"identities", json::array()},
             {"certificates", json::array()},
             {"findings", json::array({to_json(finding, id)})},
             {"summary", {{"error", 0}, {"warning", 0}, {"note", 0}}},
             {"unknown", json::array({"certificates", "private-keys"})}};
  value["summary"][std::string(name_of(finding.severity))] = 1;
  return value;
}

}  // namespace host::scan
