// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/cli/options.hpp>
#include <host/front/worker_process.hpp>

#include <functional>
#include <nlohmann/json_fwd.hpp>

namespace host::cli {

/// `certferry install`, by host/install. Throws UsageError and what that throws.
nlohmann::json install(const Options& options);

/// `certferry uninstall`. The result also has `remains`: what of ours lies in the profiles, as a worker sees
/// it; null where none could be asked. `workers` is called before anything is removed.
nlohmann::json uninstall(const Options& options, const std::function<front::Workers()>& workers);

}  // namespace host::cli
