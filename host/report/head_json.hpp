// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/report/report.hpp>

namespace host::report {

inline constexpr int schema_version = 1;

/// The members of a result that stand before its profiles: schema, tool, time, at, host, and redacted where it is.
nlohmann::ordered_json head_json(const Head& head);

}  // namespace host::report
