// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/cli/options.hpp>
#include <host/cli/status.hpp>
#include <host/front/cancellation.hpp>
#include <host/front/worker_process.hpp>
#include <host/scan/audit.hpp>

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>

namespace host::cli {

/// `certferry audit`: writes the report to standard output, or with --out into a new file that only its owner can read.
/// `not_all` where a finding is at or above --fail-on, or something could not be looked at. Throws UsageError, and what
/// scan::run throws.
Status audit(const Options& options, const front::Cancellation& cancellation);

/// `certferry call audit.run`: exactly what a program gets. Throws what scan::audit throws.
Status audit_by_call(const nlohmann::json& params, const front::Cancellation& cancellation);

/// What one of many computers sends to the place where their audits are collected.
struct CollectedAudit {
  std::string document;  ///< as --json writes it, without the name of this computer: the collector names it (rule N4)
  scan::Totals totals;
  std::size_t profiles = 0;
};

/// An audit for others than the person: correspondents are redacted unless with_correspondents (rule N3), nobody is asked
/// for a password. Throws UsageError, Error(too_large) for a document over 64 MiB, and what scan::audit throws.
CollectedAudit audit_for_collector(const Options& options, const front::Workers& workers);

}  // namespace host::cli
