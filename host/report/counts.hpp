// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace host::report {

/// The worst first, as reports list them.
inline constexpr std::array<std::string_view, 3> severities{"error", "warning", "note"};

/// How many findings of each severity.
struct Counts {
  std::size_t profiles = 0, error = 0, warning = 0, note = 0;

  void add_finding(const nlohmann::json& finding);
  /// A profile with its findings.
  void add_profile(const nlohmann::json& profile);
  /// Findings of a profile that was counted before.
  void add_findings_of(const nlohmann::json& profile);
  /// `{error, warning, note}`.
  nlohmann::json by_severity() const;
};

}  // namespace host::report
