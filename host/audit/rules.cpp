// SPDX-License-Identifier: MPL-2.0
#include <host/audit/rules.hpp>

namespace host::audit {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "error";
}

std::optional<Severity> severity_from(std::string_view name) {
  for (const auto severity : {Severity::note, Severity::warning, Severity::error})
    if (name_of(severity) == name) return severity;
  return std::nullopt;
}

std::string_view title_of(Family family) {
  switch (family) {
    case Family::certificates: return "Certificates";
    case Family::keys: return "Keys";
    case Family::identities: return "Identities";
    case Family::chains: return "Chains";
    case Family::trust: return "Trust";
    case Family::store: return "The store";
    case Family::modules: return "Modules";
    case Family::preferences: return "Preferences";
    case Family::correspondents: return "Correspondents";
    case Family::backups: return "Backups and key files";
    case Family::report: return "The report itself";
  }
  return {};
}

std::optional<RuleId> RuleId::from(std::string_view name) {
  for (std::size_t row = 0; row < rules.size(); ++row)
    if (rules[row].id == name) return RuleId(Row{row});
  return std::nullopt;
}

}  // namespace host::audit
