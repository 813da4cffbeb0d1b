// SPDX-License-Identifier: MPL-2.0
#include <host/report/head_json.hpp>

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
  if (head.redacted) shown["redacted"] = true;
  return shown;
}

}  // namespace host::report
