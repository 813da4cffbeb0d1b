// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/report/report.hpp>

namespace host::report {

inline constexpr int schema_version = 1;

/// The members of a result that stand before its profiles: schema, tool, time, at, host, and where
/// names were replaced redaction: `{extent: "correspondents"|"all", key}`.
nlohmann::ordered_json head_json(const Head& head);

/// That last member; null where nothing was replaced.
nlohmann::ordered_json redaction_json(const Head& head);

}  // namespace host::report
