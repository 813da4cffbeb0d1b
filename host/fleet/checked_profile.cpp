// SPDX-License-Identifier: MPL-2.0
#include <host/audit/rules.hpp>
#include <host/fleet/checked_profile.hpp>
#include <host/fleet/octets.hpp>
#include <host/protocol/members.hpp>
#include <nssbridge/values.hpp>

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace host::fleet {
namespace {

using nlohmann::json;
using protocol::member;

enum class Type { text, texts, word, boolean, boolean_or_null, digest, digest_or_null, time, object, text_or_null, severity, rule, number };

struct Member {
  const char* name;
  Type type;
  bool required = false;
  std::string_view words = {};  ///< Type::word: those that audits use, separated by '|'
};

constexpr std::string_view algorithms = "rsa|rsa-pss|rsa-oaep|ec|dsa|dh|x25519|x448|ed25519|ed448";
constexpr std::string_view trusts = "trusted|none|distrusted|unknown";
constexpr std::string_view reasons = "expired|not-yet-valid|no-private-key|no-email-usage|no-signing-usage|no-encryption-usage|address-mismatch|"
                                     "no-address|chain-incomplete|root-not-trusted|weak-key|weak-signature|unsupported-key|not-found|unknown";
constexpr std::string_view unknowns = "certificates|private-keys|trust|trust-authenticity|correspondents-ciphers|primary-password|identities|"
                                      "preferences|modules|website-exceptions|backups|permissions|running";

[[noreturn]] void reject() {
  throw Rejected("A profile in it is not as an audit describes profiles.");
}

/// Of each: no audit gives more findings, and nobody has more identities. More addresses than that have only certificates that shall be a burden, and
/// anybody's mail can bring one into a profile.
constexpr std::size_t most_findings = 10'001;
constexpr std::size_t most_identities = 1'000;
constexpr std::size_t most_addresses = 64;

bool is_digest(const json& value) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return value.is_string() && value.get_ref<const std::string&>().size() == 64 &&
         std::ranges::all_of(value.get_ref<const std::string&>(), is_digit);
}

/// Also one that only a later version knows.
bool is_rule(const json& value) {
  constexpr std::size_t longest = 64;
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  const auto is_good = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= longest && std::ranges::all_of(text, is_good);
}

bool is_texts(const json& value) {
  return value.is_array() && std::ranges::all_of(value, [](const json& each) { return each.is_string(); });
}

bool is_one_of(std::string_view word, std::string_view words) {
  for (; !words.empty(); words.remove_prefix(std::min(words.find('|'), words.size() - 1) + 1))
    if (words.substr(0, words.find('|')) == word) return true;
  return false;
}

/// Reports keep words as they are where they replace names, so none may be a name. OBJECT IDENTIFIERs are none.
std::string known_word(const std::string& word, std::string_view words) {
  const bool dotted = word.find_first_not_of("0123456789.") == std::string::npos;
  return dotted || is_one_of(word, words) ? word : "unknown";
}

bool is_of(const json& value, Type type) {
  switch (type) {
    case Type::text: case Type::word: return value.is_string();
    case Type::texts: return is_texts(value);
    case Type::boolean: return value.is_boolean();
    case Type::boolean_or_null: return value.is_boolean() || value.is_null();
    case Type::digest: return is_digest(value);
    case Type::digest_or_null: return is_digest(value) || value.is_null();
    case Type::time: return value.is_string() && nssbridge::from_rfc3339(value.get_ref<const std::string&>());
    case Type::object: return value.is_object();
    case Type::text_or_null: return value.is_string() || value.is_null();
    case Type::severity: return value.is_string() && audit::severity_from(value.get_ref<const std::string&>());
    case Type::rule: return is_rule(value);
    case Type::number: return value.is_number_unsigned();
  }
  return false;
}

json value_of(json& value, const Member& member) {
  if (member.type == Type::time) return nssbridge::to_rfc3339(*nssbridge::from_rfc3339(value.get_ref<const std::string&>()));
  return member.type == Type::word ? json(known_word(value, member.words)) : std::move(value);
}

/// Only `members`, and only if all that are there have their type. They are taken from `object`, so that nothing is in memory twice.
json checked(json& object, std::span<const Member> members) {
  if (!object.is_object()) reject();
  json kept = json::object();
  for (const Member& each : members) {
    const auto found = object.find(each.name);
    if (found == object.end() && !each.required) continue;
    if (found == object.end() || !is_of(*found, each.type)) reject();
    kept[each.name] = value_of(*found, each);
  }
  return kept;
}

template <typename Check>
json checked_list(json& object, const char* name, Check check, std::size_t most = std::numeric_limits<std::size_t>::max()) {
  json kept = json::array();
  const auto list = object.find(name);
  if (list == object.end()) return kept;
  if (!list->is_array()) reject();
  if (list->size() > most) throw Rejected("A profile in it has more than " + std::to_string(most) + " " + name + ".");
  for (json& each : *list) {
    kept.push_back(check(each));
    each = nullptr;
  }
  return kept;
}

json checked_verdict(json& verdict) {
  constexpr Member members[]{{"ok", Type::boolean, true}};
  constexpr Member of_reason[]{{"kind", Type::word, true, reasons}, {"message", Type::text}};
  json kept = checked(verdict, members);
  kept["reasons"] = checked_list(verdict, "reasons", [&](json& reason) { return checked(reason, of_reason); });
  return kept;
}

json checked_certificate(json& certificate) {
  constexpr Member members[]{{"fingerprint", Type::digest, true}, {"subject", Type::text}, {"issuer", Type::text},
                             {"serial", Type::text}, {"notBefore", Type::time}, {"notAfter", Type::time}, {"chainNotAfter", Type::time}, {"emails", Type::texts},
                             {"nickname", Type::text}, {"displayName", Type::text}, {"dbKey", Type::text}, {"hasPrivateKey", Type::boolean_or_null},
                             {"isAuthority", Type::boolean}, {"token", Type::text_or_null}};
  constexpr Member of_key[]{{"algorithm", Type::word, false, algorithms}, {"bits", Type::number}, {"curve", Type::word, false, "P-256|P-384|P-521"}};
  constexpr Member of_trust[]{{"email", Type::word, false, trusts}, {"web", Type::word, false, trusts}};
  json kept = checked(certificate, members);
  if (certificate.contains("key")) kept["key"] = checked(certificate["key"], of_key);
  if (certificate.contains("trust")) kept["trust"] = checked(certificate["trust"], of_trust);
  for (const char* name : {"canSign", "canEncrypt"})
    if (!member(certificate, name).is_null()) kept[name] = checked_verdict(certificate[name]);
  return kept;
}

json checked_selection(json& selection) {
  constexpr Member members[]{{"fingerprint", Type::digest_or_null}, {"dbKey", Type::text}, {"displayName", Type::text}};
  json kept = checked(selection, members);
  if (!member(selection, "verdict").is_null()) kept["verdict"] = checked_verdict(selection["verdict"]);
  return kept;
}

json checked_identity(json& identity) {
  constexpr Member members[]{{"id", Type::text, true}, {"name", Type::text}, {"email", Type::text}, {"signByDefault", Type::boolean},
                             {"encryptByDefault", Type::word, false, "off|required"},
                             {"technology", Type::word, false, "automatic|smime|openpgp"}};
  json kept = checked(identity, members);
  for (const char* name : {"signing", "encryption"})
    if (identity.contains(name)) kept[name] = identity[name].is_null() ? json() : checked_selection(identity[name]);
  return kept;
}

json checked_finding(json& finding) {
  constexpr Member members[]{{"rule", Type::rule, true}, {"severity", Type::severity, true}, {"message", Type::text, true},
                             {"reference", Type::text}, {"certificate", Type::digest}, {"role", Type::word, false, "personal|authority|correspondent"}, {"identity", Type::text},
                             {"file", Type::text}, {"evidence", Type::object}, {"key", Type::digest, true}, {"redacted", Type::boolean}};
  constexpr Member of_fix[]{{"text", Type::text}, {"command", Type::text}};
  json kept = checked(finding, members);
  if (finding.contains("fix")) kept["fix"] = checked(finding["fix"], of_fix);
  return kept;
}

constexpr Member of_profile[]{{"id", Type::text, true}, {"application", Type::word, false, "firefox|thunderbird|"}, {"path", Type::text}, {"user", Type::text}, {"name", Type::text}};

/// True where there were too many.
bool cut_addresses(json& certificates) {
  bool cut = false;
  for (json& certificate : certificates)
    if (const auto emails = certificate.find("emails"); emails != certificate.end() && emails->size() > most_addresses) {
      emails->erase(emails->begin() + most_addresses, emails->end());
      cut = true;
    }
  return cut;
}

}  // namespace

json checked_profile(json&& profile) {
  json kept = checked(profile, of_profile);
  kept["unknown"] = json::array();
  for (const json& word : protocol::list_member(profile, "unknown"))
    if (word.is_string() && is_one_of(word.get_ref<const std::string&>(), unknowns)) kept["unknown"].push_back(word);
  kept["identities"] = checked_list(profile, "identities", checked_identity, most_identities);
  kept["certificates"] = checked_list(profile, "certificates", checked_certificate);
  kept["findings"] = checked_list(profile, "findings", checked_finding, most_findings);
  if (cut_addresses(kept["certificates"])) kept["unknown"].push_back("addresses");
  return kept;
}

json checked_across(json&& across) {
  json kept = checked(across, of_profile);
  kept["findings"] = checked_list(across, "findings", checked_finding, most_findings);
  return kept;
}

}  // namespace host::fleet
