// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/findings.hpp>
#include <host/protocol/error_json.hpp>

namespace host::doctor {

using nlohmann::json;

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

std::optional<Id> Id::from(std::string_view name) {
  for (std::size_t row = 0; row < kinds.size(); ++row)
    if (kinds[row].id == name) return Id(Row{row});
  return std::nullopt;
}

void Findings::add(Id id, std::string message, nssbridge::Fix fix) {
  add(id, id.severity(), std::move(message), std::move(fix));
}

void Findings::add(Id id, Severity severity, std::string message, nssbridge::Fix fix) {
  m_findings.push_back({id, severity, std::move(message), std::move(fix)});
}

json Findings::to_json() const {
  json findings = json::array();
  for (const Finding& each : m_findings) {
    findings.push_back({{"id", each.id.name()},
                        {"severity", name_of(each.severity)},
                        {"message", each.message},
                        {"fix", protocol::to_json(each.fix)}});
  }
  return {{"findings", std::move(findings)}, {"good", m_good}};
}

}  // namespace host::doctor
