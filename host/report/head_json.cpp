// SPDX-License-Identifier: MPL-2.0
#include <host/report/head_json.hpp>

#include <utility>

namespace host::report {

nlohmann::ordered_json head_json(const Head& head) {
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
  };
  nlohmann::ordered_json shown{{"schema", schema_version},
                               {"tool", {{"version", head.version}, {"nss", text_or_null(head.nss)}}},
                               {"time", nssbridge::to_rfc3339(head.time)},
                               {"at", nssbridge::to_rfc3339(head.at)},
                               {"host", text_or_null(head.host)}};
  if (auto redaction = redaction_json(head); !redaction.is_null()) shown["redaction"] = std::move(redaction);
  return shown;
}

nlohmann::ordered_json redaction_json(const Head& head) {
  if (head.redaction.extent == Redaction::none) return nullptr;
  return {{"extent", head.redaction.extent == Redaction::all ? "all" : "correspondents"}, {"key", head.redaction.key}};
}

}  // namespace host::report
