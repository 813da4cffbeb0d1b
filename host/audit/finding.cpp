// SPDX-License-Identifier: MPL-2.0
#include <host/audit/finding.hpp>
#include <host/digest/digest.hpp>

#include <algorithm>

namespace host::audit {

using nlohmann::json;

namespace {

constexpr std::size_t longest_text = 512;
constexpr std::size_t most_findings = 10'000;

/// With its length before it, so that no two lists of parts are the same octets.
void append(std::string& octets, std::string_view part) {
  octets += std::to_string(part.size()) + ":";
  octets += part;
}

std::string clipped(const std::string& text) {
  const std::string valid = nssbridge::to_valid_utf8(text);
  std::size_t characters = 0, last = 0;
  for (std::size_t place = 0; place < valid.size(); ++place) {
    if ((static_cast<unsigned char>(valid[place]) & 0xC0U) == 0x80U) continue;
    if (characters == longest_text - 1) last = place;
    if (++characters > longest_text) return valid.substr(0, last) + "…";
  }
  return valid;
}

void clip(json& value) {
  if (value.is_string()) value = clipped(value.get_ref<const std::string&>());
  if (value.is_structured())
    for (auto& each : value) clip(each);
}

json fix_json(const Finding& finding) {
  if (!finding.fix) return {{"text", finding.rule.rule().fix}};
  json fix{{"text", finding.fix->text}};
  if (finding.fix->command) fix["command"] = *finding.fix->command;
  return fix;
}

std::string_view name_of(Role role) {
  switch (role) {
    case Role::personal: return "personal";
    case Role::authority: return "authority";
    case Role::correspondent: return "correspondent";
  }
  return "correspondent";
}

}  // namespace

std::string key_of(const Finding& finding, std::string_view profile) {
  std::string octets;
  append(octets, profile);
  append(octets, finding.rule.name());
  append(octets, finding.certificate ? finding.certificate->hex() : "");
  append(octets, finding.identity.value_or(""));
  append(octets, finding.file.value_or(""));
  append(octets, finding.subject);
  return nssbridge::to_hex(digest::sha256(octets));
}

json to_json(const Finding& finding, std::string_view profile) {
  json result{{"rule", finding.rule.name()},
              {"severity", name_of(finding.severity)},
              {"message", finding.message},
              {"reference", finding.rule.rule().reference},
              {"evidence", finding.evidence},
              {"fix", fix_json(finding)},
              {"key", key_of(finding, profile)}};
  if (finding.certificate) result["certificate"] = finding.certificate->hex();
  if (finding.role) result["role"] = name_of(*finding.role);
  if (finding.identity) result["identity"] = *finding.identity;
  if (finding.file) result["file"] = *finding.file;
  clip(result);
  return result;
}

void order_and_limit(std::vector<Finding>& findings) {
  std::ranges::stable_sort(findings, [](const Finding& left, const Finding& right) {
    if (left.severity != right.severity) return left.severity > right.severity;
    return left.rule.row() < right.rule.row();
  });
  if (findings.size() <= most_findings) return;
  const std::size_t left_out = findings.size() - most_findings;
  findings.erase(findings.begin() + most_findings, findings.end());
  findings.push_back({.rule = RuleId("FINDINGS-LEFT-OUT"),
                      .severity = Severity::note,
                      .message = std::to_string(left_out) + " further findings are not listed.",
                      .evidence = {{"count", left_out}}});
}

}  // namespace host::audit
