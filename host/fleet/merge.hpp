// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/fleet/forecast.hpp>
#include <host/report/counts.hpp>
#include <host/report/redaction.hpp>
#include <host/report/report.hpp>
#include <nssbridge/secret.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace host::fleet {

struct Wishes {
  std::vector<std::filesystem::path> files;  ///< result files, and folders of them
  std::optional<std::filesystem::path> database;  ///< absent: nothing was known before, and nothing is kept
  std::optional<std::set<std::string>> expected;  ///< the hosts there should be; absent: those that are known
  std::optional<unsigned> most_days;              ///< an audit that is older is stale
  nssbridge::Time now = 0, at = 0;                ///< at: the moment for which everything is judged
  unsigned weeks = 12;                            ///< of the forecast
  report::Redaction redaction = report::Redaction::correspondents;
  nssbridge::Secret redaction_key;
};

struct Totals {
  report::Counts findings = {};
  std::size_t unknown_hosts = 0;  ///< neither clean nor with findings
  std::size_t unreachable = 0;    ///< places on hosts
  std::size_t files = 0;          ///< that were read, or rejected
};

/// Reads results, writes one report of all that is known, gives the forecast to `forecast`, and only then keeps what it knows. Memory does
/// not grow with the certificates and findings, only with the number of hosts and people. A file that is rejected costs itself. Throws Error where
/// the database, a folder or the report fails; what was known before stays then.
Totals merge(Wishes wishes, report::Report& report, const std::function<void(std::size_t done, std::size_t total)>& progress,
             const std::function<void(const std::vector<Forecast>& forecast)>& forecast);

}  // namespace host::fleet
