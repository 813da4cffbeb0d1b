// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/cli/options.hpp>
#include <host/cli/status.hpp>

namespace host::cli {

/// `certferry audit merge`: writes one report of many results. `not_all` where a finding is at or above --fail-on, or a host is neither clean nor
/// with findings. Throws UsageError, and what fleet::merge throws.
Status merge(const Options& options);

}  // namespace host::cli
