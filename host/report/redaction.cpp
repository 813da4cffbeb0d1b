// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>
#include <host/report/correspondents.hpp>
#include <host/report/counts.hpp>
#include <host/report/redaction.hpp>

namespace host::report {

using nlohmann::json;
using protocol::list_member;
using protocol::member;
using protocol::text_member;

namespace {

/// A word of ours, such as "private-keys".
bool is_plain_word(const json& value) {
  return value.is_string() && value.get_ref<const std::string&>().find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos;
}

}  // namespace

Head Redactor::head(Head head) const {
  if (m_extent == Redaction::none) return head;
  head.redaction = {.extent = m_extent, .key = key_name()};
  if (m_extent == Redaction::all && !head.host.empty()) head.host = short_name("host", head.host);
  return head;
}

json Redactor::profile(const json& profile) const {
  if (m_extent == Redaction::all) return without_names(profile);
  return m_extent == Redaction::correspondents ? without_correspondents(profile) : profile;
}

json Redactor::without_correspondents(const json& profile) const {
  const Correspondents correspondents(profile);
  json shown = profile;
  if (shown.is_object() && shown.contains("certificates") && shown["certificates"].is_array())
    for (json& each : shown["certificates"])
      if (!correspondents.is_own(text_member(each, "fingerprint"))) each = certificate(each);
  if (shown.is_object() && shown.contains("findings") && shown["findings"].is_array())
    for (json& each : shown["findings"])
      if (correspondents.concern(each)) each = finding(each);
  return shown;
}

json Redactor::without_names(const json& profile) const {
  json shown = json::object();
  for (const auto& [name, value] : profile.items())
    if (value.is_boolean() || value.is_number()) shown[name] = value;
  shown["id"] = profile_id(text_member(profile, "id"));
  shown["application"] = member(profile, "application") == "firefox" ? "firefox" : "thunderbird";
  for (const char* name : {"path", "user", "name"})
    if (member(profile, name).is_string()) shown[name] = short_name(name, member(profile, name));
  if (profile.contains("hosts")) shown["hosts"] = hosts(profile["hosts"]);
  for (const char* list : {"identities", "certificates", "findings"}) shown[list] = json::array();
  for (const json& each : list_member(profile, "identities")) shown["identities"].push_back(identity(each));
  for (const json& each : list_member(profile, "certificates")) shown["certificates"].push_back(certificate(each));
  for (const json& each : list_member(profile, "findings")) shown["findings"].push_back(finding(each));
  shown["unknown"] = json::array();
  for (const json& each : list_member(profile, "unknown"))
    if (is_plain_word(each)) shown["unknown"].push_back(each);
  Counts counts;
  counts.add_findings_of(profile);
  shown["summary"] = counts.by_severity();
  return shown;
}

std::string Redactor::profile_id(const std::string& id) const {
  return m_extent == Redaction::all ? short_name("profile", id) : id;
}

json Redactor::unreachable(const json& place) const {
  if (m_extent != Redaction::all) return place;
  json shown{{"path", short_name("path", member(place, "path"))}, {"message", "It could not be looked at."}};
  for (const char* name : {"user", "host"})
    if (member(place, name).is_string()) shown[name] = short_name(name, member(place, name));
  return shown;
}

json Redactor::fleet_host(const json& host) const {
  if (m_extent != Redaction::all) return host;
  json shown = json::object();
  for (const char* name : {"state", "collected", "audited", "error", "warning", "note"})
    if (host.contains(name)) shown[name] = host[name];
  for (const char* name : {"host", "file"})
    if (host.contains(name)) shown[name] = short_name("host", host[name]);
  return shown;
}

json Redactor::fleet_certificate(const json& certificate) const {
  json shown = certificate;
  if (m_extent == Redaction::all || (m_extent == Redaction::correspondents && member(certificate, "own") != true)) {
    shown = this->certificate(certificate);
    shown["hosts"] = hosts(list_member(certificate, "hosts"));
  }
  shown.erase("own");
  return shown;
}

json Redactor::gone(const json& finding) const {
  if (m_extent == Redaction::none) return finding;
  if (m_extent == Redaction::correspondents && !Correspondents(nullptr).concern(finding)) return finding;
  json shown = this->finding(finding);
  shown["profile"] = profile_id(text_member(finding, "profile"));
  return shown;
}

}  // namespace host::report
