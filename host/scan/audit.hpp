// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/report/baseline.hpp>
#include <host/report/counts.hpp>
#include <host/report/report.hpp>
#include <host/scan/scan.hpp>

#include <cstddef>
#include <functional>
#include <string>

namespace host::scan {

/// What came of an audit, for exit statuses.
struct Totals {
  report::Counts findings = {};
  std::size_t unreachable = 0;
};

/// How a report is made of what is found.
struct Presentation {
  bool as_they_come = false;  ///< profiles are written one by one; findings about several stand behind all of them
  report::Redaction redaction = report::Redaction::none;
  nssbridge::Secret redaction_key = {};   ///< 32 octets; of no use without redaction
  bool names_host = true;                 ///< not where whoever collects reports names the computers
  report::Baseline* baseline = nullptr;   ///< what is compared with an earlier report is marked in it
};

/// What a request for audit.run wants; its parameters conform to the schema.
Wishes wishes_of(const nlohmann::json& params);

/// The name of the effective user; empty where the system has none.
std::string user_name();

/// A whole audit, written as it goes on. `progress`: profiles done, of how many. Throws what `run` throws; the report is not
/// ended then.
Totals audit(const front::Workers& workers, front::Interaction& person, const Wishes& wishes, report::Report& report,
             Presentation presentation, const std::function<void(std::size_t done, std::size_t total)>& progress);

}  // namespace host::scan
