// SPDX-License-Identifier: MPL-2.0
// Redaction member by member: what is kept, and what gets a pseudonym.
#include <host/audit/rules.hpp>
#include <host/digest/digest.hpp>
#include <host/protocol/members.hpp>
#include <host/report/redaction.hpp>
#include <nssbridge/values.hpp>

#include <algorithm>
#include <cctype>

namespace host::report {
namespace {

using nlohmann::json;
using protocol::list_member;
using protocol::member;
using protocol::text_member;

constexpr std::size_t short_digits = 16;

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 32 &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '.'; });
}

/// Thunderbird's own numbering of identities, which tells nothing.
bool is_numbered(std::string_view id) {
  return id.size() > 2 && id.size() <= 8 && id.starts_with("id") &&
         std::ranges::all_of(id.substr(2), [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// Whether it can serve stays, and the kinds of reasons; sentences and commands do not.
json verdict(const json& value) {
  if (!value.is_object()) return nullptr;
  json reasons = json::array();
  for (const json& reason : list_member(value, "reasons"))
    if (const std::string kind = text_member(reason, "kind"); is_word(kind))
      reasons.push_back({{"kind", kind}, {"message", kind}});
  return {{"ok", member(value, "ok") == true}, {"reasons", std::move(reasons)}};
}

void copy_plain(const json& from, std::initializer_list<const char*> names, json& to) {
  for (const char* name : names) {
    const json& value = member(from, name);
    const bool plain = value.is_boolean() || value.is_number() || value.is_null() ||
                       (value.is_string() && (is_word(value.get_ref<const std::string&>()) ||
                                              nssbridge::from_rfc3339(value.get_ref<const std::string&>())));
    if (plain && from.contains(name)) to[name] = value;
  }
}

}  // namespace

std::string Redactor::pseudonym(std::string_view kind, std::string_view name) const {
  const std::string_view key = m_key.expose();
  const auto* octets = reinterpret_cast<const std::uint8_t*>(key.data());
  return nssbridge::to_hex(
      digest::hmac_sha256({octets, key.size()}, std::string(kind) + '\0' + std::string(name)));
}

std::string Redactor::short_name(std::string_view kind, const json& name) const {
  if (!name.is_string()) return {};
  std::string text = name.get<std::string>();
  if (kind == "address") std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  const std::string digits = pseudonym(kind, text).substr(0, short_digits);
  return kind == "address" ? digits + "@redacted.invalid" : digits;
}

json Redactor::names(std::string_view kind, const json& list) const {
  json shown = json::array();
  for (const json& each : list)
    if (each.is_string()) shown.push_back(short_name(kind, each));
  return shown;
}

json Redactor::hosts(const json& list) const {
  return m_extent == Redaction::all ? names("host", list) : list;
}

json Redactor::fingerprint(const json& value) const {
  return value.is_string() ? json(pseudonym("certificate", value.get_ref<const std::string&>())) : json();
}

std::string Redactor::key_of_finding(std::string_view key) const {
  return pseudonym("finding", key);
}

json Redactor::certificate(const json& certificate) const {
  json shown = json::object();
  copy_plain(certificate, {"notBefore", "notAfter", "chainNotAfter", "hasPrivateKey", "isAuthority", "role"}, shown);
  shown["fingerprint"] = fingerprint(member(certificate, "fingerprint"));
  for (const char* name : {"subject", "issuer", "nickname", "displayName"})
    if (member(certificate, name).is_string()) shown[name] = short_name("name", member(certificate, name));
  for (const char* name : {"serial", "dbKey"})
    if (member(certificate, name).is_string()) shown[name] = short_name(name, member(certificate, name));
  shown["emails"] = names("address", list_member(certificate, "emails"));
  shown["key"] = json::object();
  copy_plain(member(certificate, "key"), {"algorithm", "bits", "curve"}, shown["key"]);
  const json& token = member(certificate, "token");
  shown["token"] = token.is_string() ? json(short_name("name", token)) : json();
  shown["trust"] = json::object();
  copy_plain(member(certificate, "trust"), {"email", "web"}, shown["trust"]);
  for (const char* name : {"canSign", "canEncrypt"}) shown[name] = verdict(member(certificate, name));
  return shown;
}

json Redactor::selection(const json& selection) const {
  if (!selection.is_object()) return nullptr;
  return {{"fingerprint", fingerprint(member(selection, "fingerprint"))},
          {"dbKey", short_name("dbKey", member(selection, "dbKey"))},
          {"displayName", short_name("name", member(selection, "displayName"))},
          {"verdict", verdict(member(selection, "verdict"))}};
}

json Redactor::identity(const json& identity) const {
  json shown = json::object();
  copy_plain(identity, {"signByDefault", "encryptByDefault", "technology"}, shown);
  const std::string id = text_member(identity, "id");
  shown["id"] = is_numbered(id) ? id : short_name("identity", id);
  shown["name"] = short_name("name", member(identity, "name"));
  shown["email"] = short_name("address", member(identity, "email"));
  for (const char* name : {"signing", "encryption"}) shown[name] = selection(member(identity, name));
  return shown;
}

json Redactor::finding(const json& finding) const {
  json shown = json::object();
  copy_plain(finding, {"severity", "baseline", "role"}, shown);
  const auto rule = audit::RuleId::from(text_member(finding, "rule"));
  const audit::Rule known = rule ? rule->rule() : audit::Rule{};
  shown["rule"] = known.id;
  shown["message"] = known.title;
  shown["reference"] = known.reference;
  shown["fix"] = {{"text", known.fix}};
  if (member(finding, "certificate").is_string()) shown["certificate"] = fingerprint(finding["certificate"]);
  if (const std::string id = text_member(finding, "identity"); !id.empty())
    shown["identity"] = is_numbered(id) ? id : short_name("identity", id);
  if (const std::string file = text_member(finding, "file"); !file.empty())
    shown["file"] = file == "key4.db" || file == "cert9.db" || file == "pkcs11.txt" || file == "prefs.js"
                        ? file : short_name("path", file);
  shown["evidence"] = evidence(member(finding, "evidence"));
  if (!shown["evidence"].is_object()) shown["evidence"] = json::object();
  for (const char* name : {"hosts", "newOn", "goneOn"})
    if (finding.contains(name)) shown[name] = hosts(finding[name]);
  shown["key"] = key_of_finding(text_member(finding, "key"));
  shown["redacted"] = true;
  return shown;
}

json Redactor::evidence(const json& value) const {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    return nssbridge::from_rfc3339(text) ? value : json(short_name("evidence", value));
  }
  if (value.is_array()) {
    json shown = json::array();
    for (const json& each : value) shown.push_back(evidence(each));
    return shown;
  }
  if (!value.is_object()) return value;
  json shown = json::object();
  for (const auto& [name, each] : value.items())
    shown[is_word(name) ? name : short_name("evidence", name)] = evidence(each);
  return shown;
}

}  // namespace host::report
