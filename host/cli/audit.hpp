// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/cli/options.hpp>
#include <host/cli/status.hpp>
#include <host/front/cancellation.hpp>

#include <nlohmann/json_fwd.hpp>

namespace host::cli {

/// `certferry audit`: writes the report to standard output, or with --out into a new file that only its owner can read.
/// `not_all` where a finding is at or above --fail-on, or something could not be looked at. Throws UsageError, and what
/// scan::run throws.
Status audit(const Options& options, const front::Cancellation& cancellation);

/// `certferry call audit.run`: exactly what a program gets. Throws what scan::audit throws.
Status audit_by_call(const nlohmann::json& params, const front::Cancellation& cancellation);

}  // namespace host::cli
